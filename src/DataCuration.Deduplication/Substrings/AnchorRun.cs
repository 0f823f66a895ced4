namespace DataCuration.Deduplication;

/// <summary>Consecutive windows of a text that have the same anchor.</summary>
/// <param name="Hash">The hash of the anchor's symbols.</param>
/// <param name="First">The start of the first window.</param>
/// <param name="Last">The start of the last window.</param>
internal readonly record struct AnchorRun(ulong Hash, int First, int Last)
{
    public int Count => Last - First + 1;
}
