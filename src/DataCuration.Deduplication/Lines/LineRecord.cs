using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>A line of a document.</summary>
/// <param name="High">The high half of the hash.</param>
/// <param name="Low">The low half of the hash.</param>
/// <param name="Record">The document's record.</param>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the line and its end.</param>
internal readonly record struct LineRecord(ulong High, ulong Low, long Record, int Start, int End)
{
    public const int Size = 32;

    public static LineRecord Read(ReadOnlySpan<byte> record) => MemoryMarshal.Read<LineRecord>(record);
}
