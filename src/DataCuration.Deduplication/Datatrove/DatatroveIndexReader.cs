using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// The records of a band, and then those of index files, in the form of <see cref="DatatroveSignatureSink"/> with the file's number plus 1 at the end:
/// rows, file, document. Signatures of an index have file 0, so that they are sorted before all documents.
/// </summary>
internal sealed class DatatroveIndexReader(RecordReader bands, IReadOnlyList<string> indexes, IFileStore files, MinHashParameters parameters) : RecordReader
{
    private readonly ulong[] record = new ulong[parameters.Rows + 2];
    private readonly byte[] row = new byte[parameters.Rows * parameters.HashBits / 8];
    private bool isIndex;
    private int next;
    private Stream? stream;

    public override ReadOnlySpan<byte> Record => MemoryMarshal.AsBytes(record.AsSpan());

    public override bool Read()
    {
        if (!isIndex && bands.Read())
        {
            ReadOnlySpan<ulong> values = MemoryMarshal.Cast<byte, ulong>(bands.Record);
            values[1..^1].CopyTo(record);
            record[^2] = values[0] + 1;
            record[^1] = values[^1];
            return true;
        }
        isIndex = true;
        while (true)
        {
            if (stream is null)
            {
                if (next == indexes.Count) return false;
                stream = files.OpenRead(indexes[next++], FileReadPattern.Sequential);
            }
            int read = stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
            if (read == row.Length) break;
            if (read > 0) throw new InvalidDataException($"'{indexes[next - 1]}' ends inside a signature of {row.Length} bytes.");
            stream.Dispose();
            stream = null;
        }
        for (int i = 0; i < parameters.Rows; i++)
            record[i] = parameters.HashBits == 64 ? MemoryMarshal.Cast<byte, ulong>(row)[i] : MemoryMarshal.Cast<byte, uint>(row)[i];
        record[^2] = 0;
        record[^1] = 0;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            bands.Dispose();
            stream?.Dispose();
        }
        base.Dispose(disposing);
    }
}
