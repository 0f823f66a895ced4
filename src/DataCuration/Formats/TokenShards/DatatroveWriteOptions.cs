namespace DataCuration;

/// <summary>Options for writing token shards in datatrove's layout.</summary>
public sealed record DatatroveWriteOptions
{
    /// <summary>The tokenizer's name in the metadata, such as a path on the Hugging Face hub. Nanotron shows it and does not read it.</summary>
    /// <value>Default <c>Unknown Tokenizer</c>, as datatrove writes it.</value>
    /// <exception cref="ArgumentException">The name is empty, or has a line end or <c>|</c> in it.</exception>
    public string TokenizerName
    {
        get;
        init => field = !string.IsNullOrEmpty(value) && value.AsSpan().IndexOfAny("|\r\n") < 0 ? value
            : throw new ArgumentException($"'{value}' is not a name: it must not be empty or have a line end or '|'.", nameof(value));
    } = "Unknown Tokenizer";

    /// <summary>
    /// The seed of a random order of the documents; null to keep their order. Nanotron reads a file from front to back, so documents should be shuffled before.
    /// </summary>
    /// <value>Default null.</value>
    public ulong? ShuffleSeed { get; init; }

    /// <summary>The maximum number of tokens in a file. A document with more tokens gets its own file; documents are never cut.</summary>
    /// <value>Default 100,000,000,000: datatrove's <c>DocumentTokenizerMerger</c>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxTokensPerFile
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A file must be allowed at least one token.");
    } = 100_000_000_000;
}
