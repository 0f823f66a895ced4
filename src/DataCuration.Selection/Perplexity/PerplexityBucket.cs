namespace DataCuration.Selection;

/// <summary>A third of a corpus by perplexity, as CCNet divides it (<c>cc_net/perplexity.py</c>).</summary>
public enum PerplexityBucket
{
    /// <summary>No bucket, because the document has no perplexity, or its group has no cutoffs: <c>all</c> in CCNet.</summary>
    All,

    /// <summary>The lowest perplexities.</summary>
    Head,

    /// <summary>Those between.</summary>
    Middle,

    /// <summary>The highest perplexities.</summary>
    Tail,
}
