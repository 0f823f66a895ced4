namespace DataCuration.Filters;

/// <summary>One pass of C4's line rules over a text, with the counts of datatrove's statistics.</summary>
internal ref struct C4Pass(C4QualityFilter options, ReadOnlyMemory<byte> text, C4Scratch scratch, bool countsAll)
{
    /// <summary>The reason for a text with few sentences, the only one that rests on a number.</summary>
    public const string TooFewSentences = "too_few_sentences";

    private readonly ReadOnlySpan<byte> bytes = text.Span;
    private C4Phrases phrases;
    private bool hasBracket;

    public int Lines, Kept, TooLongWord, NoTerminalMark, TooFewWords, JavaScript, Policy, SentenceCount;

    /// <summary>Applies the rules to all lines.</summary>
    /// <returns>The reason to drop the text; null to keep what is left.</returns>
    public string? Run()
    {
        scratch.Pieces.Clear();
        // Most texts have none of the phrases, and their lines need not be searched.
        phrases = C4Lines.FindPhrases(bytes, ref scratch.Lower);
        hasBracket = options.DropsCurlyBrackets && bytes.Contains((byte)'{');
        if (options.SplitsLines)
        {
            foreach (ReadOnlySpan<byte> line in new PythonLines(bytes))
                if (Apply(line) is { } reason) return reason;
        }
        else
        {
            TextSpans sentences = options.Sentences.Split(text);
            // A text without sentences has one empty line in datatrove's counts.
            if (sentences.Count == 0 && Apply(bytes[..0]) is { } none) return none;
            for (int i = 0; i < sentences.Count; i++)
                if (Apply(sentences[i]) is { } reason) return reason;
        }
        return SentenceCount < options.MinSentences ? TooFewSentences : null;
    }

    /// <summary>Puts the lines that stay together; null if the text stays as it is.</summary>
    public readonly byte[]? Build() => scratch.Pieces.Build(bytes);

    private string? Apply(ReadOnlySpan<byte> untrimmed)
    {
        Lines++;
        ReadOnlySpan<byte> line = Utf8.Trim(untrimmed);
        int words = C4Lines.CountWords(line, options.MinWordsPerLine ?? 0, options.MaxWordLength ?? -1, out bool hasLongWord);
        if (hasLongWord)
        {
            TooLongWord++;
            return null;
        }
        byte[]? edited = null;
        ReadOnlySpan<byte> original = line;
        C4Phrases possible = phrases;
        if (options.RemovesCitations && line.Contains((byte)'['))
        {
            byte[] target = new byte[line.Length];
            if (C4Lines.RemoveCitations(line, target) is >= 0 and var length)
            {
                edited = target.AsSpan(0, length).ToArray();
                line = edited;
                possible = C4Phrases.LoremIpsum | C4Phrases.JavaScript | C4Phrases.Policy; // a phrase may appear where a citation was
            }
        }
        if (options.RequiresTerminalMark && !C4Lines.EndsWithMark(line))
        {
            NoTerminalMark++;
            return null;
        }
        if (words < options.MinWordsPerLine)
        {
            TooFewWords++;
            return null;
        }
        if (possible != C4Phrases.None) possible = C4Lines.FindPhrases(line, ref scratch.Lower);
        if (options.DropsLoremIpsum && (possible & C4Phrases.LoremIpsum) != 0) return "lorem_ipsum";
        if (options.RemovesJavaScript && (possible & C4Phrases.JavaScript) != 0)
        {
            JavaScript++;
            return null;
        }
        if (hasBracket && line.Contains((byte)'{')) return "curly_bracket";
        if (options.RemovesPolicies && (possible & C4Phrases.Policy) != 0)
        {
            Policy++;
            return null;
        }
        Keep(original, edited);
        return null;
    }

    private void Keep(ReadOnlySpan<byte> line, byte[]? edited)
    {
        if (Kept > 0) scratch.Pieces.AppendSeparator(bytes, (byte)(options.SplitsLines ? '\n' : ' '));
        Kept++;
        bool starts = bytes.Overlaps(line, out int start);
        if (edited is not null) scratch.Pieces.AppendEdit(edited);
        else if (starts) scratch.Pieces.Append(start, line.Length);
        if (!options.SplitsLines) SentenceCount++;
        else if (countsAll || SentenceCount < options.MinSentences)
            SentenceCount += options.Sentences.Split(edited ?? (starts ? text.Slice(start, line.Length) : default)).Count;
    }
}
