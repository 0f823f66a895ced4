namespace DataCuration.Selection;

/// <summary>What a selection took of one stratum.</summary>
/// <param name="Source">The source; empty where the selection does not tell sources apart.</param>
/// <param name="Domain">The domain; empty where the selection does not tell domains apart.</param>
/// <param name="Documents">How many documents could be selected.</param>
/// <param name="Available">What they count, in the selection's unit.</param>
/// <param name="Quota">How much was wanted.</param>
/// <param name="Selected">How much was selected, every document once. The last document of a prefix may go over the quota.</param>
/// <param name="SelectedDocuments">How many documents that are.</param>
/// <param name="Repeated">What further epochs repeat of it (<see cref="SelectionEpochs"/>).</param>
public sealed record SelectionStratum(string Source, string Domain, long Documents, long Available, long Quota, long Selected, long SelectedDocuments, long Repeated)
{
    /// <summary>What is missing to the quota, repeats counted; 0 or more.</summary>
    public long Shortfall => Math.Max(0, Quota - Selected - Repeated);
}
