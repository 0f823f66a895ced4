namespace DataCuration.Selection;

/// <summary>The numbers of one stratum in a <see cref="SelectionReport"/>.</summary>
public sealed record SelectionStratum
{
    /// <summary>The source. Empty if the selection does not separate sources.</summary>
    public required string Source { get; init; }

    /// <summary>The domain. Empty if the selection does not separate domains.</summary>
    public required string Domain { get; init; }

    /// <summary>The number of documents that could be selected.</summary>
    public long Documents { get; init; }

    /// <summary>The size of these documents, in the selection's unit.</summary>
    public long Available { get; init; }

    /// <summary>The requested size.</summary>
    public long Quota { get; init; }

    /// <summary>The selected size, each document counted once. The last document may exceed the quota.</summary>
    public long Selected { get; init; }

    /// <summary>The number of selected documents.</summary>
    public long SelectedDocuments { get; init; }

    /// <summary>The size that further epochs repeat (<see cref="SelectionEpochs"/>).</summary>
    public long Repeated { get; init; }

    /// <summary>The quota minus the selected and repeated size; 0 or more.</summary>
    public long Shortfall => Math.Max(0, Quota - Selected - Repeated);
}
