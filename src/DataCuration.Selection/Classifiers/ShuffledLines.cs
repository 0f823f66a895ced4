using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration.Selection;

/// <summary>
/// Puts the lines of a training file into the order of their keys. fastText reads examples in their order, with a learning rate that falls: if all examples of
/// one label came last, the model would prefer it. Lines with equal keys are in the order of their bytes, so that the order in which lines are added does not
/// matter.
/// </summary>
/// <param name="folder">A local scratch folder for the lines.</param>
/// <param name="memory">The memory of the sort in bytes, 1 MiB or more. A longer line takes its size in addition.</param>
internal sealed class ShuffledLines(string folder, long memory = 32 << 20) : IDisposable
{
    private const int KeyBytes = sizeof(ulong);

    private readonly string path = Path.Combine(folder, "lines");
    private readonly byte[] header = new byte[sizeof(int) + KeyBytes];
    private FileStream? lines;
    private int longest;

    /// <summary>Adds a line of two pieces.</summary>
    public void Add(ulong key, ReadOnlySpan<byte> start, ReadOnlySpan<byte> rest)
    {
        int length = checked(KeyBytes + start.Length + rest.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        // The first byte of a key decides first, as in the order of bytes.
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(sizeof(int)), key);
        lines ??= new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        lines.Write(header);
        lines.Write(start);
        lines.Write(rest);
        longest = Math.Max(longest, length);
    }

    /// <summary>Writes all lines, each with a line feed.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="hash">Receives them too. Null: none.</param>
    /// <param name="cancellationToken">Stops the sort.</param>
    public void WriteTo(Stream output, NonCryptographicHashAlgorithm? hash, CancellationToken cancellationToken)
    {
        if (lines is null) return;
        lines.Flush();
        var sort = new ExternalSort(Path.Combine(folder, "sort"), RecordOrder.Bytes) { MemoryBytes = Math.Max(memory, (2L * longest) + (1 << 20)) };
        using RecordReader sorted = sort.Sort(() => new LineReader(path), cancellationToken);
        while (sorted.Read())
        {
            ReadOnlySpan<byte> line = sorted.Record[KeyBytes..];
            output.Write(line);
            output.WriteByte((byte)'\n');
            hash?.Append(line);
            hash?.Append("\n"u8);
        }
    }

    public void Dispose() => lines?.Dispose();

    private sealed class LineReader(string path) : RecordReader
    {
        private readonly FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        private byte[] record = new byte[1 << 12];
        private int length;

        public override ReadOnlySpan<byte> Record => record.AsSpan(0, length);

        public override bool Read()
        {
            Span<byte> size = stackalloc byte[sizeof(int)];
            if (file.ReadAtLeast(size, sizeof(int), throwOnEndOfStream: false) == 0) return false;
            length = BinaryPrimitives.ReadInt32LittleEndian(size);
            if (record.Length < length) record = new byte[(int)Math.Min(Array.MaxLength, 2L * length)];
            file.ReadExactly(record.AsSpan(0, length));
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }
    }
}
