namespace DataCuration.Deduplication;

/// <summary>The parts of documents that <see cref="BloomDeduplication"/> decides about.</summary>
public enum BloomUnit
{
    /// <summary>
    /// Paragraphs, and documents by their paragraphs' n-grams together: the <c>old-both</c> mode of DCLM's BFF, with which its baselines were made.
    /// </summary>
    Both,

    /// <summary>Paragraphs only.</summary>
    Paragraph,

    /// <summary>Documents only; n-grams may reach over paragraphs.</summary>
    Document,
}
