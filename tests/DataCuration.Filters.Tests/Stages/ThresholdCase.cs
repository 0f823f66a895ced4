namespace DataCuration.Filters.Tests.Stages;

/// <summary>A filter, a document that it keeps and one a unit beyond its limit, with the reason.</summary>
internal sealed record ThresholdCase(string Name, Func<SynchronousStage> Make, Document Kept, Document Dropped, string Reason)
{
    /// <summary>A case of two texts.</summary>
    public ThresholdCase(string name, Func<SynchronousStage> make, string kept, string dropped, string reason)
        : this(name, make, new Document("d", kept), new Document("d", dropped), reason)
    {
    }
}
