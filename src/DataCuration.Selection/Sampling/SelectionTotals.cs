namespace DataCuration.Selection;

/// <summary>The totals of a selection by weights; sizes are in the unit of the rule.</summary>
internal readonly record struct SelectionTotals
{
    /// <summary>The requested size.</summary>
    public long Requested { get; init; }

    /// <summary>The selected size.</summary>
    public long Selected { get; init; }

    /// <summary>The number of selected documents.</summary>
    public long SelectedDocuments { get; init; }

    /// <summary>The number of documents that pass the length filter.</summary>
    public long PassingDocuments { get; init; }

    /// <summary>The size of these documents.</summary>
    public long PassingSize { get; init; }
}
