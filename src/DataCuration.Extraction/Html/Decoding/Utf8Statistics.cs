using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>How far bytes are UTF-8.</summary>
/// <param name="Sequences">Whole multi-byte sequences.</param>
/// <param name="Broken">Places that are none.</param>
internal readonly record struct Utf8Statistics(int Sequences, int Broken)
{
    /// <summary>Counts the sequences; one that the end cuts off is neither.</summary>
    public static Utf8Statistics Measure(ReadOnlySpan<byte> bytes)
    {
        int sequences = 0, broken = 0;
        while (true)
        {
            int next = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0) break;
            bytes = bytes[next..];
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out _, out int used);
            if (status == OperationStatus.NeedMoreData) break;
            if (status == OperationStatus.Done) sequences++;
            else broken++;
            bytes = bytes[used..];
        }
        return new(sequences, broken);
    }
}
