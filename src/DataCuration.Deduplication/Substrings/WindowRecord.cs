using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>The head of a record with the bytes of a run of windows.</summary>
/// <param name="Hash">The hash of the anchor.</param>
/// <param name="Record">The document's record.</param>
/// <param name="Start">The start of the first window in the text.</param>
/// <param name="Count">The number of windows.</param>
internal readonly record struct WindowRecord(ulong Hash, long Record, int Start, int Count)
{
    public const int HeaderBytes = 24;

    public void Write(Span<byte> target) => MemoryMarshal.Write(target, this);

    public static WindowRecord Read(ReadOnlySpan<byte> record) => MemoryMarshal.Read<WindowRecord>(record);
}
