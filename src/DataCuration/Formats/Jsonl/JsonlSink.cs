namespace DataCuration;

/// <summary>
/// Writes JSONL: each line has the id, the text and the fields of <see cref="Document.ListFields"/>. Only quotes, backslashes and control characters are
/// escaped. Numbers have their shortest round-trip form; NaN and infinities are <c>null</c>. A field with the name of the text or id field is left out. Files
/// are named <c>part-00003.jsonl</c>, or <c>part-00003-0000.jsonl</c> and so on with <see cref="JsonlWriteOptions.MaxFileBytes"/>, plus the extension of the
/// compression. A shard without documents has no file.
/// </summary>
public sealed class JsonlSink : IDocumentSink
{
    private readonly JsonlWriteOptions options;

    /// <summary>Creates a sink.</summary>
    /// <param name="options">Field names, compression, file size; null for the defaults.</param>
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
