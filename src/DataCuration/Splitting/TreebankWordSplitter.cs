namespace DataCuration;

/// <summary>Splits as NLTK 3.8's <c>word_tokenize(text, preserve_line=True)</c> does.</summary>
internal sealed class TreebankWordSplitter : WordSplitter
{
    public override string Name => "penn_treebank_nltk_3.8";

    public override TextWords Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        int capacity = text.Length + text.Length / 4 + 64;
        using var first = new TreebankText(capacity);
        using var second = new TreebankText(capacity);
        (TreebankText from, TreebankText to) = (first, second);
        for (int i = 0; i < text.Length; i++) from.Add(text[i], i);
        bool converts = TreebankRules.OpenQuotes(from, to);
        converts |= TreebankRules.StraightQuotes(to, Cleared(from));
        TreebankRules.FinalStop(from, Cleared(to));
        TreebankRules.Signs(to, Cleared(from));
        TreebankRules.Brackets(from, Cleared(to));
        converts |= TreebankRules.CloseQuotes(to, Cleared(from));
        TreebankRules.ShortEndings(from, Cleared(to));
        TreebankRules.LongEndings(to, Cleared(from));
        TreebankRules.Contractions(from, Cleared(to));
        return Collect(utf8Text, to, converts);
    }

    private static TreebankText Cleared(TreebankText text)
    {
        text.Clear();
        return text;
    }

    private static TextWords Collect(ReadOnlyMemory<byte> utf8Text, TreebankText result, bool converts)
    {
        ReadOnlySpan<byte> bytes = result.Bytes;
        var words = new RangeBuffer(bytes.Length);
        long codePoints = 0;
        int at = 0;
        while (at < bytes.Length)
        {
            int space = Utf8WhiteSpace.LengthAt(bytes, at);
            if (space > 0)
            {
                at += space;
                continue;
            }
            int start = at;
            while (at < bytes.Length && Utf8WhiteSpace.LengthAt(bytes, at) == 0) at++;
            codePoints += Utf8CodePoints.Count(bytes[start..at]);
            words.Add(start, at - start);
        }
        int[] ranges = words.ToArrayAndReturn();
        int[] starts = new int[ranges.Length / 2];
        for (int i = 0; i < starts.Length; i++) starts[i] = result.PlaceOf(ranges[2 * i]);
        if (converts) return new(bytes.ToArray(), ranges, (int)codePoints, starts);
        for (int i = 0; i < starts.Length; i++) ranges[2 * i] = starts[i];
        return new(utf8Text, ranges, (int)codePoints);
    }
}
