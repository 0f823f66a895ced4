namespace DataCuration.Deduplication;

/// <summary>The result of a <see cref="BloomDeduplication"/>.</summary>
public sealed record BloomDeduplicationResult : IDisposable
{
    /// <summary>
    /// The documents that stay, with the table <c>share</c> (float): the share of a document's n-grams that were found. If documents are not decided about, all
    /// stay.
    /// </summary>
    public required KeepList Documents { get; init; }

    /// <summary>The paragraphs to remove from documents, whether these stay or not. Empty if paragraphs are not decided about.</summary>
    public required DuplicateSpans Paragraphs { get; init; }

    /// <summary>The filter as the corpus left it.</summary>
    public required BloomFilter Filter { get; init; }

    /// <summary>Closes the tables.</summary>
    public void Dispose() => Paragraphs.Dispose();
}
