using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>Writes the length and the hash of each document's text, by which a table of spans knows its texts.</summary>
/// <param name="output">The map task's output.</param>
internal sealed class TextTable(ShardOutput output)
{
    public const string Name = "texts";
    private readonly RecordTableWriter<SpanEntry> writer = new(output, Name);

    public void Add(Document document)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        writer.Append(document.Origin.Record, new SpanEntry(XxHash3.HashToUInt64(text), 0, 0, text.Length));
    }

    public void Complete() => writer.Complete();
}
