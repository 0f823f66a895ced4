using System.Buffers;

namespace DataCuration.LanguageModels;

/// <summary>
/// Finds a string in a text, in time that is linear in both for any input. The vectorised search of .NET compares the whole string at each place where its
/// start occurs, which a page of repeated characters makes quadratic; from a bound on, the Knuth-Morris-Pratt algorithm continues.
/// </summary>
/// <param name="pattern">The string, not empty.</param>
internal ref struct Utf8Search(ReadOnlySpan<byte> pattern)
{
    /// <summary>The vectorised search looks for that many bytes, which bounds its cost for each byte of the text.</summary>
    private const int Anchor = 16;

    private readonly ReadOnlySpan<byte> pattern = pattern;
    private int[]? failure;
    private long compared;

    /// <summary>Finds the next occurrence.</summary>
    /// <param name="text">The text; the same in all calls.</param>
    /// <param name="from">The offset to start at.</param>
    /// <returns>The offset; -1 if the string does not occur again.</returns>
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        if (pattern.Length <= Anchor) return text[from..].IndexOf(pattern) is >= 0 and int found ? from + found : -1;
        ReadOnlySpan<byte> start = pattern[..Anchor];
        while (failure is null)
        {
            int found = text[from..].IndexOf(start);
            if (found < 0 || text.Length - from - found < pattern.Length) return -1;
            int common = text[(from + found + Anchor)..].CommonPrefixLength(pattern[Anchor..]);
            if (common == pattern.Length - Anchor) return from + found;
            from += found + 1;
            compared += common;
            if (compared > 1024 + (4L * from)) failure = MakeTable();
        }
        return Continue(text, from);
    }

    /// <summary>Returns the table to the pool.</summary>
    public readonly void Dispose()
    {
        if (failure is not null) ArrayPool<int>.Shared.Return(failure);
    }

    private readonly int[] MakeTable()
    {
        int[] table = ArrayPool<int>.Shared.Rent(pattern.Length);
        table[0] = 0;
        for (int i = 1, matched = 0; i < pattern.Length; i++)
        {
            while (matched > 0 && pattern[i] != pattern[matched]) matched = table[matched - 1];
            if (pattern[i] == pattern[matched]) matched++;
            table[i] = matched;
        }
        return table;
    }

    private readonly int Continue(ReadOnlySpan<byte> text, int from)
    {
        int matched = 0;
        for (int i = from; i < text.Length; i++)
        {
            while (matched > 0 && text[i] != pattern[matched]) matched = failure![matched - 1];
            if (text[i] == pattern[matched]) matched++;
            if (matched == pattern.Length) return i + 1 - pattern.Length;
        }
        return -1;
    }
}
