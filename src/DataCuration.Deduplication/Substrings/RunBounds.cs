using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// The places in the text of the symbols of a run of windows. For tokens a record ends with them: the offset of the first token, the place in its character,
/// and for each token its length and the place of its end. A place that is inside a character counts the bytes of the character before and after it. Bytes need
/// no places, because their offsets are known, and a window shows how many of its bytes are parts of characters. Windows shorter than a character do not show
/// it, and have places too.
/// </summary>
/// <param name="length">The length of a window in symbols.</param>
/// <param name="isTokens">True for tokens.</param>
internal sealed class RunBounds(int length, bool isTokens)
{
    private const int HeadBytes = 5, MaxBytes = 6, MaxCharacter = 4;
    private int[] offsets = [];
    private byte[] places = [];
    private byte[] bytes = [];
    private int start;

    /// <summary>True if records end with places.</summary>
    public bool HasPlaces { get; } = NeedsPlaces(length, isTokens);

    /// <summary>Returns true if records of windows end with places.</summary>
    public static bool NeedsPlaces(int length, bool isTokens) => isTokens || length < MaxCharacter;

    /// <summary>Returns the bytes that the places of a run may need.</summary>
    public static int CapacityOf(int symbols) => checked(HeadBytes + (symbols * MaxBytes));

    /// <summary>Writes the places of a run.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offsets">The offset of each symbol, and that of the end.</param>
    /// <param name="target">Receives the places.</param>
    /// <returns>The number of bytes.</returns>
    public static int Write(ReadOnlySpan<byte> text, ReadOnlySpan<int> offsets, Span<byte> target)
    {
        MemoryMarshal.Write(target, offsets[0]);
        target[4] = PlaceOf(text, offsets[0]);
        int used = HeadBytes;
        for (int i = 1; i < offsets.Length; i++)
        {
            byte place = PlaceOf(text, offsets[i]);
            ulong value = ((ulong)(uint)(offsets[i] - offsets[i - 1]) << 1) | (place == 0 ? 0UL : 1);
            for (; value >= 0x80; value >>= 7) target[used++] = (byte)(value | 0x80);
            target[used++] = (byte)value;
            if (place != 0) target[used++] = place;
        }
        return used;
    }

    /// <summary>Reads the places of a run.</summary>
    /// <param name="head">The run.</param>
    /// <param name="symbols">The run's symbols as bytes.</param>
    /// <param name="record">The bytes after them.</param>
    public void Read(WindowRecord head, ReadOnlySpan<byte> symbols, ReadOnlySpan<byte> record)
    {
        start = head.Start;
        if (!HasPlaces)
        {
            if (bytes.Length < symbols.Length) bytes = new byte[Math.Max(symbols.Length, 2 * bytes.Length)];
            symbols.CopyTo(bytes);
            return;
        }
        int count = head.Count + length - 1;
        if (offsets.Length <= count) (offsets, places) = (new int[(2 * count) + 1], new byte[(2 * count) + 1]);
        // The windows of an index have no places: their texts are of another corpus.
        if (record.IsEmpty) return;
        offsets[0] = MemoryMarshal.Read<int>(record);
        places[0] = record[4];
        int at = HeadBytes;
        for (int i = 1; i <= count; i++)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = record[at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) break;
            }
            offsets[i] = offsets[i - 1] + (int)(value >> 1);
            places[i] = (value & 1) == 0 ? (byte)0 : record[at++];
        }
    }

    /// <summary>Returns the byte offset of a symbol of the run in its text; the number of symbols gives the end.</summary>
    public int OffsetOf(int symbol) => HasPlaces ? offsets[symbol] : start + symbol;

    /// <summary>Returns the bytes of incomplete characters at the ends of a range of symbols, as <see cref="FoundSpan.Trim"/> has them.</summary>
    public int TrimOf(int from, int to) => HasPlaces ? TrimOf(places[from], places[to]) : FoundSpan.TrimOf(bytes.AsSpan(from..to));

    /// <summary>Returns the bytes of incomplete characters at the ends of a range of a text, as <see cref="FoundSpan.Trim"/> has them.</summary>
    public static int TrimOf(ReadOnlySpan<byte> text, int start, int end) => TrimOf(PlaceOf(text, start), PlaceOf(text, end));

    /// <summary>Copies the byte offsets of the first symbols of a run that has places.</summary>
    public void CopyOffsets(Span<int> target) => offsets.AsSpan(0, target.Length).CopyTo(target);

    private static int TrimOf(byte start, byte end) => (start >> 4) | ((end & 15) << 16);

    /// <summary>Counts the bytes of a character before an offset inside it, in the low 4 bits, and those after it; 0 between characters.</summary>
    private static byte PlaceOf(ReadOnlySpan<byte> text, int offset)
    {
        if (offset >= text.Length || (sbyte)text[offset] > Utf8CodePoints.LastContinuation) return 0;
        int before = 0, after = 0;
        do before++;
        while (before < 3 && (sbyte)text[offset - before] <= Utf8CodePoints.LastContinuation);
        while (after < 3 && offset + after < text.Length && (sbyte)text[offset + after] <= Utf8CodePoints.LastContinuation) after++;
        return (byte)(before | (after << 4));
    }
}
