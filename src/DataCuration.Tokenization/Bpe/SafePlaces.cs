namespace DataCuration.Tokenization;

/// <summary>
/// Places in a text that no token covers: before U+2581, the space of SentencePiece, after a character that stands before it in no token. A text can be encoded
/// in parts between such places.
/// </summary>
internal sealed class SafePlaces
{
    private readonly HashSet<int> unsafeBefore = [];

    /// <summary>No place is safe.</summary>
    public static SafePlaces None { get; } = new();

    private SafePlaces() => IsEmpty = true;

    public SafePlaces(TokenTable spellings, List<int> tokens)
    {
        foreach (int id in tokens)
        {
            ReadOnlySpan<byte> spelling = spellings[id];
            for (int at = 0, found; at < spelling.Length && (found = spelling[at..].IndexOf(Mark)) >= 0;)
            {
                at += found;
                if (at > 0) unsafeBefore.Add(CodePoints.DecodeBefore(spelling, at, out _));
                at += Mark.Length;
            }
        }
        unsafeBefore.Add(0x2581); // runs of spaces stay together
        IsEmpty = spellings.Find(Mark) < 0;
    }

    private static ReadOnlySpan<byte> Mark => "\u2581"u8;

    /// <summary>True if no place is known to be safe.</summary>
    public bool IsEmpty { get; }

    /// <summary>Returns the first safe place after the start of a text, or its end.</summary>
    public int FindNext(ReadOnlySpan<byte> text)
    {
        int at = CodePoints.LengthOf(text[0]);
        while (at < text.Length)
        {
            int found = text[at..].IndexOf(Mark);
            if (found < 0) break;
            at += found;
            int before = CodePoints.DecodeBefore(text, at, out _);
            if (!unsafeBefore.Contains(before)) return at;
            at += Mark.Length;
        }
        return text.Length;
    }
}
