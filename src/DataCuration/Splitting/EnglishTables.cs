namespace DataCuration;

/// <summary>The exceptions of the English rules, prepared for look-ups.</summary>
internal static unsafe class EnglishTables
{
    private static readonly bool[] PairStarts = new bool[1 << 16];

    static EnglishTables()
    {
        foreach (EnglishTable.Entry entry in Exceptions.Entries)
        {
            EnglishScanner.Tokens tokens = EnglishScanner.Split(entry.Text, withExceptions: false);
            if (tokens.Count < 2) continue;
            entry.Pattern = [.. Enumerable.Range(0, tokens.Count).Select(i => (byte)tokens.Ranges[2 * i + 1])];
            if (entry.Pattern.AsSpan().SequenceEqual(entry.Tokens)) continue;
            entry.Phrase = entry.Pattern;
            PairStarts[entry.Text[0] << 8 | entry.Text[entry.Phrase[0]]] = true;
        }
    }

    /// <summary>All exceptions.</summary>
    public static EnglishTable Exceptions { get; } = new(EnglishExceptions.Build());

    /// <summary>Returns true if the first two tokens of an exception may begin with these bytes.</summary>
    public static bool MayStartPhrase(byte first, byte second) => PairStarts[first << 8 | second];
}
