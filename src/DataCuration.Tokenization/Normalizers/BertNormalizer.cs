namespace DataCuration.Tokenization;

/// <summary>
/// The normalization of BERT (google-research/bert, tokenization.py, BasicTokenizer): control characters are removed, white space becomes spaces, Chinese
/// characters get spaces around them, accents are stripped and letters lower-cased.
/// </summary>
internal static class BertNormalizer
{
    public static TextNormalizer Create(bool cleanText, bool chineseCharacters, bool stripAccents, bool lowerCase)
    {
        var parts = new List<TextNormalizer>();
        if (cleanText || chineseCharacters) parts.Add(new BertCleaner(cleanText, chineseCharacters));
        if (stripAccents)
        {
            parts.Add(new UnicodeFormNormalizer(composes: false, isCompatible: false));
            parts.Add(new NonspacingMarkRemover());
        }
        if (lowerCase) parts.Add(new LowercaseNormalizer());
        return parts.Count == 1 ? parts[0] : new SequenceNormalizer([.. parts]);
    }

    private sealed class BertCleaner(bool cleanText, bool chineseCharacters) : PointNormalizer
    {
        protected override int Map(int point, Span<int> target)
        {
            target[0] = point;
            if (point is >= ' ' and < 0x7F) return 1;
            if (cleanText)
            {
                if (point is '\t' or '\n' or '\r')
                {
                    target[0] = ' ';
                    return 1;
                }
                if (point is 0 or 0xFFFD || ReferenceClasses.IsControl(point)) return 0;
                if (CharacterClasses.IsWhiteSpace(point)) target[0] = ' ';
            }
            if (!chineseCharacters || !IsChinese(point)) return 1;
            (target[0], target[1], target[2]) = (' ', point, ' ');
            return 3;
        }

        // 2B920 is the value of tokenization.py and of the tokenizers library, although the block starts at 2B820.
        private static bool IsChinese(int point) => point is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
            or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
            or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
    }

    private sealed class NonspacingMarkRemover : PointNormalizer
    {
        protected override int Map(int point, Span<int> target)
        {
            target[0] = point;
            return ReferenceClasses.IsNonspacingMark(point) ? 0 : 1;
        }
    }
}
