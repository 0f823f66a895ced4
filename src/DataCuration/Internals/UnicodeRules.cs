namespace DataCuration;

/// <summary>
/// Character classes and lower-casing of Unicode 14.0.0, equal for every code point to CPython 3.11's <c>\w</c>, <c>\s</c> and <c>str.lower</c>, and
/// therefore to the tokens of the DSIR reference (p-lambda/dsir). The two-stage tables are expanded once from <see cref="UnicodeRanges"/>.
/// </summary>
internal static class UnicodeRules
{
    /// <summary>Class bit: matched by <c>\w</c>.</summary>
    public const byte Word = 1;

    /// <summary>Class bit: matched by <c>\s</c>.</summary>
    public const byte Space = 2;

    /// <summary>Class bit: cased and not case-ignorable.</summary>
    public const byte Cased = 4;

    /// <summary>Class bit: case-ignorable.</summary>
    public const byte CaseIgnorable = 8;

    /// <summary>Class bit: lower-casing changes the code point.</summary>
    public const byte HasLower = 16;

    /// <summary>Capital sigma, the only letter whose lower case depends on its neighbours.</summary>
    public const int CapitalSigma = 0x3A3;

    /// <summary>Capital I with dot above, the only letter whose lower case is two code points: U+0069 U+0307.</summary>
    public const int CapitalIWithDot = 0x130;

    private const int LastCodePoint = 0x10FFFF;

    private static readonly Tables Expanded = Expand();

    /// <summary>Returns the class bits of a code point (0..0x10FFFF; surrogates have none).</summary>
    public static byte Classify(int codePoint)
    {
        Tables tables = Expanded;
        return tables.Classes[(tables.ClassBlocks[codePoint >> 8] << 8) | (codePoint & 0xFF)];
    }

    /// <summary>Returns the context-free lower case of a code point. U+0130 is returned unchanged because its lower case is two code points.</summary>
    public static int ToLower(int codePoint)
    {
        Tables tables = Expanded;
        return codePoint + tables.LowerDeltas[(tables.LowerBlocks[codePoint >> 8] << 8) | (codePoint & 0xFF)];
    }

    private static Tables Expand()
    {
        byte[] classes = new byte[LastCodePoint + 1];
        Mark(classes, UnicodeRanges.Word, Word);
        Mark(classes, UnicodeRanges.Space, Space);
        Mark(classes, UnicodeRanges.Cased, Cased);
        Mark(classes, UnicodeRanges.CaseIgnorable, CaseIgnorable);

        int[] deltas = new int[LastCodePoint + 1];
        int position = 0;
        ReadOnlySpan<int> lower = UnicodeRanges.Lower;
        for (int i = 0; i < lower.Length; i += 3)
        {
            position += lower[i];
            int step = lower[i + 1] < 0 ? 2 : 1;
            for (int left = Math.Abs(lower[i + 1]); left > 0; left--)
            {
                classes[position] |= HasLower;
                deltas[position] = lower[i + 2];
                position += left > 1 ? step : 0;
            }
        }

        classes[CapitalIWithDot] |= HasLower;
        (ushort[] classBlocks, byte[] classStage) = Share(classes);
        (ushort[] lowerBlocks, int[] lowerStage) = Share(deltas);
        return new Tables(classBlocks, classStage, lowerBlocks, lowerStage);
    }

    private static void Mark(byte[] classes, ReadOnlySpan<int> ranges, byte bit)
    {
        int position = 0;
        for (int i = 0; i < ranges.Length; i += 2)
        {
            position += ranges[i];
            for (int left = ranges[i + 1]; left > 0; left--)
            {
                classes[position++] |= bit;
            }
        }
    }

    // Blocks of 256 code points with equal contents are stored once.
    private static (ushort[] Blocks, T[] Stage) Share<T>(T[] values)
        where T : unmanaged, IEquatable<T>
    {
        ushort[] blocks = new ushort[values.Length >> 8];
        T[] stage = new T[values.Length];
        int used = 0;
        for (int block = 0; block < blocks.Length; block++)
        {
            ReadOnlySpan<T> content = values.AsSpan(block << 8, 256);
            int found = 0;
            while (found < used && !content.SequenceEqual(stage.AsSpan(found << 8, 256)))
            {
                found++;
            }

            if (found == used)
            {
                content.CopyTo(stage.AsSpan(used++ << 8));
            }

            blocks[block] = (ushort)found;
        }

        return (blocks, stage.AsSpan(0, used << 8).ToArray());
    }

    private sealed record Tables(ushort[] ClassBlocks, byte[] Classes, ushort[] LowerBlocks, int[] LowerDeltas);
}
