using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Counts of valid and invalid UTF-8 sequences.</summary>
/// <param name="Sequences">The number of valid multi-byte sequences.</param>
/// <param name="Broken">The number of invalid sequences.</param>
internal readonly record struct Utf8Statistics(int Sequences, int Broken)
{
    /// <summary>Measures bytes. A sequence cut off at the end is not counted.</summary>
    public static Utf8Statistics Measure(ReadOnlySpan<byte> bytes)
    {
        int sequences = 0, broken = 0;
        while (true)
        {
            int next = bytes.IndexOfNonAscii();
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
