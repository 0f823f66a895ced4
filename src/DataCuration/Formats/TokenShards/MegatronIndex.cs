using System.Buffers.Binary;

namespace DataCuration;

/// <summary>
/// The layout of Megatron-LM's <c>.idx</c> file (<c>megatron/core/datasets/indexed_dataset.py</c>), all little-endian: 9 bytes <c>MMIDIDX\0\0</c>, u64 version
/// 1, u8 type code, u64 sequences, u64 document boundaries. Then follow an int32 length and an int64 byte pointer for each sequence, and the int64 boundaries.
/// Here a document is one sequence, so there are <c>sequences + 1</c> boundaries: 0, 1, 2, …
/// </summary>
internal static class MegatronIndex
{
    public const int HeaderBytes = 34;
    public const byte Int32Code = 4;
    public const byte UInt16Code = 8;

    // Megatron's DType.optimal_dtype: uint16 for vocabularies below 65,500 (not 65,536), int32 for all others.
    private const int UInt16Bound = 65_500;
    private const int EntriesPerWrite = 4_096;

    private static ReadOnlySpan<byte> Magic => "MMIDIDX\0\0"u8;

    public static byte CodeFor(int vocabularySize) => vocabularySize < UInt16Bound ? UInt16Code : Int32Code;

    /// <summary>The number of bytes of a token.</summary>
    public static int TokenBytes(byte code) => code == UInt16Code ? sizeof(ushort) : sizeof(int);

    /// <summary>The length of the file.</summary>
    public static long FileBytes(long sequences) => HeaderBytes + sequences * (sizeof(int) + sizeof(long)) + (sequences + 1) * sizeof(long);

    public static void Write(Stream stream, byte code, List<int> lengths)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(9), 1);
        header[17] = code;
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(18), (ulong)lengths.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(26), (ulong)lengths.Count + 1);
        stream.Write(header);

        var buffer = new byte[EntriesPerWrite * sizeof(long)];
        WriteAll(stream, buffer, sizeof(int), lengths.Count, (entry, i) => BinaryPrimitives.WriteInt32LittleEndian(entry, lengths[i]));
        long pointer = 0;
        WriteAll(stream, buffer, sizeof(long), lengths.Count, (entry, i) =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(entry, pointer);
            pointer += (long)lengths[i] * TokenBytes(code);
        });
        WriteAll(stream, buffer, sizeof(long), lengths.Count + 1, (entry, i) => BinaryPrimitives.WriteInt64LittleEndian(entry, i));
    }

    /// <summary>Checks a header against the file's length.</summary>
    /// <returns>The type code and the number of sequences.</returns>
    public static (byte Code, long Sequences) ReadHeader(ReadOnlySpan<byte> header, long fileBytes, string path)
    {
        if (header.Length < HeaderBytes || !header.StartsWith(Magic))
            throw new InvalidDataException($"'{path}' is not a Megatron index: it does not start with MMIDIDX.");
        ulong version = BinaryPrimitives.ReadUInt64LittleEndian(header[9..]);
        if (version != 1) throw new InvalidDataException($"'{path}' has version {version}; only version 1 is supported.");
        byte code = header[17];
        if (code is not (Int32Code or UInt16Code))
            throw new InvalidDataException($"'{path}' has token type code {code}; {UInt16Code} (uint16) and {Int32Code} (int32) are supported.");
        ulong sequences = BinaryPrimitives.ReadUInt64LittleEndian(header[18..]);
        ulong boundaries = BinaryPrimitives.ReadUInt64LittleEndian(header[26..]);
        if (sequences > (ulong)fileBytes || boundaries != sequences + 1)
        {
            throw new InvalidDataException(
                $"'{path}' counts {sequences} sequences and {boundaries} document boundaries; with one sequence per document there is "
                + "one boundary more than sequences.");
        }
        long expected = FileBytes((long)sequences);
        if (fileBytes != expected)
            throw new InvalidDataException(
                $"'{path}' has {fileBytes} bytes, but an index of {sequences} documents has {expected}: it is truncated or damaged.");
        return (code, (long)sequences);
    }

    private static void WriteAll(Stream stream, byte[] buffer, int entryBytes, int count, EntryWriter write)
    {
        for (int start = 0; start < count; start += EntriesPerWrite)
        {
            int entries = Math.Min(EntriesPerWrite, count - start);
            for (int i = 0; i < entries; i++) write(buffer.AsSpan(i * entryBytes, entryBytes), start + i);
            stream.Write(buffer, 0, entries * entryBytes);
        }
    }

    private delegate void EntryWriter(Span<byte> entry, int index);
}
