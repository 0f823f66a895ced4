namespace DataCuration.Deduplication;

/// <summary>The documents among which <see cref="LineDeduplication"/> compares lines.</summary>
public enum LineScope
{
    /// <summary>Documents of the same host; documents without an address are left alone.</summary>
    Site,

    /// <summary>All documents of the corpus.</summary>
    Corpus,
}
