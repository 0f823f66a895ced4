using System.IO.Hashing;
using System.Text;

namespace DataCuration.Deduplication;

/// <summary>Writes the hashes of a shard's lines.</summary>
/// <param name="scope">The documents among which lines are compared.</param>
/// <param name="minLineBytes">The minimum length of a normal form.</param>
/// <param name="partitions">The number of partitions.</param>
/// <param name="output">The task's output.</param>
internal sealed class LineWriter(LineScope scope, int minLineBytes, int partitions, ShardOutput output) : DocumentWriter
{
    public const string Name = "lines";
    private readonly TextTable texts = new(output);
    private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);
    private readonly PartitionWriter lines = new(output, Name, partitions, LineRecord.Size);
    private readonly XxHash128 hash = new();
    private byte[] buffer = [];

    /// <summary>Returns the host of an address in lower case, without user and port; empty if it has none.</summary>
    public static string HostOf(string? url)
    {
        if (url is null) return "";
        int start = url.IndexOf("://", StringComparison.Ordinal);
        ReadOnlySpan<char> rest = url.AsSpan(start < 0 ? 0 : start + 3);
        int end = rest.IndexOfAny('/', '?', '#');
        if (end >= 0) rest = rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        int port = rest.LastIndexOf(':');
        if (port >= 0 && !rest[port..].Contains(']')) rest = rest[..port];
        return rest.TrimEnd('.').ToString().ToLowerInvariant();
    }

    protected override void Add(Document document)
    {
        texts.Add(document);
        string host = scope == LineScope.Site ? HostOf(document.Url) : "";
        bool isCompared = scope != LineScope.Site || host.Length > 0;
        documents.Append(document.Origin.Record, (byte)(isCompared ? 1 : 0));
        if (!isCompared) return;
        byte[] key = Encoding.UTF8.GetBytes(host + "\n");
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        for (int at = 0; at < text.Length;)
        {
            int feed = text[at..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : at + feed, next = Math.Min(text.Length, end + 1);
            int capacity = NormalizedLine.Capacity(end - at);
            if (buffer.Length < capacity) buffer = new byte[Math.Max(capacity, 2 * buffer.Length)];
            int length = NormalizedLine.Write(text[at..end], buffer);
            if (length >= minLineBytes)
            {
                hash.Reset();
                hash.Append(key);
                hash.Append(buffer.AsSpan(0, length));
                UInt128 value = hash.GetCurrentHashAsUInt128();
                lines.Write((ulong)(value >> 64), new LineRecord((ulong)(value >> 64), (ulong)value, document.Origin.Record, at, next));
            }
            at = next;
        }
    }

    protected override void Complete()
    {
        texts.Complete();
        documents.Complete();
        lines.Complete();
    }
}
