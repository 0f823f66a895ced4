namespace DataCuration;

/// <summary>The symbols of deflate as entries of a <see cref="HuffmanTable"/> (RFC 1951, sections 3.2.5 and 3.2.7).</summary>
internal static class DeflateSymbols
{
    /// <summary>Literals 0-255, the end of the block, and lengths 257-285.</summary>
    public static readonly uint[] Literals = MakeLiterals();

    /// <summary>Distances 0-29.</summary>
    public static readonly uint[] Distances = MakeDistances();

    /// <summary>Code lengths 0-18.</summary>
    public static readonly uint[] CodeLengths = [.. Enumerable.Range(0, 19).Select(symbol => (uint)symbol << 16)];

    /// <summary>The order in which the code lengths of the code length alphabet are stored.</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static uint[] MakeLiterals()
    {
        var entries = new uint[288];
        for (uint literal = 0; literal < 256; literal++) entries[literal] = literal << 16 | HuffmanTable.Literal;
        entries[256] = HuffmanTable.Exception;
        uint length = 3;
        for (int i = 0; i < 28; i++)
        {
            int extra = i < 8 ? 0 : (i - 4) / 4;
            entries[257 + i] = length << 16 | (uint)extra << 8;
            length += 1u << extra;
        }
        entries[285] = 258u << 16;
        // 286 and 287 have codes in the fixed code but are not valid.
        entries[286] = entries[287] = NoMeaning;
        return entries;
    }

    private static uint[] MakeDistances()
    {
        var entries = new uint[32];
        uint distance = 1;
        for (int i = 0; i < 30; i++)
        {
            int extra = i < 4 ? 0 : (i - 2) / 2;
            entries[i] = distance << 16 | (uint)extra << 8;
            distance += 1u << extra;
        }
        entries[30] = entries[31] = HuffmanTable.Exception;
        return entries;
    }

    /// <summary>An impossible length, which distinguishes invalid symbols from the end of the block.</summary>
    public const uint NoMeaning = HuffmanTable.Exception | 1u << 16;
}
