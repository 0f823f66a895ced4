namespace DataCuration;

/// <summary>
/// Writes JSONL: a line has the id, the text, then the fields of <see cref="Document.ListFields"/>. Only quotes, backslashes and control characters are
/// escaped; numbers are in their shortest form that reads back alike, NaN and infinities are <c>null</c>. A field that has the text's or the id's name gives
/// way to it. Files are <c>part-00003.jsonl</c>, with <see cref="JsonlWriteOptions.MaxFileBytes"/> <c>part-00003-0000.jsonl</c> and so on, then the
/// compression's extension; a shard without documents has no file.
/// </summary>
public sealed class JsonlSink : IDocumentSink
{
    private readonly JsonlWriteOptions options;

    /// <summary>Makes a sink.</summary>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="ArgumentException">Text and id are the same field.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The compression has no such level.</exception>
    public JsonlSink(JsonlWriteOptions? options = null)
    {
        this.options = options ?? new JsonlWriteOptions();
        OptionChecks.Differ(this.options.TextField, this.options.IdField);
        CompressedOutput.CheckLevel(this.options.Compression, this.options.CompressionLevel);
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("sink", "jsonl/1");
        writer.Add(nameof(options.TextField), options.TextField);
        writer.Add(nameof(options.IdField), options.IdField);
        writer.Add(nameof(options.Compression), options.Compression.ToString());
        writer.Add(nameof(options.CompressionLevel), options.CompressionLevel?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(options.MaxFileBytes), options.MaxFileBytes?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(options.CopyUnmodifiedRecords), options.CopyUnmodifiedRecords);
    }

    /// <inheritdoc/>
    public IShardWriter Open(ShardOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new JsonlWriter(output, options);
    }
}
