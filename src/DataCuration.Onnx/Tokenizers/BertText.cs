using System.Globalization;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// Takes text apart into words as BERT does (google-research/bert, tokenization.py, BasicTokenizer; the tokenizers library's BertNormalizer and BertPreTokenizer): control characters out, Chinese characters and punctuation alone,
/// accents off, small letters. Accents by a table of our own: see <see cref="Decompositions"/>.
/// </summary>
/// <param name="CleanText">Whether control characters are taken out.</param>
/// <param name="ChineseCharacters">Whether Chinese characters are words of their own.</param>
/// <param name="StripAccents">Whether accents are taken off.</param>
/// <param name="LowerCase">Whether letters are made small.</param>
internal readonly record struct BertText(bool CleanText, bool ChineseCharacters, bool StripAccents, bool LowerCase)
{
    /// <summary>Gives the words of a text.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="sink">Takes the words.</param>
    public void Split<TSink>(ReadOnlySpan<byte> utf8Text, ref TSink sink) where TSink : IWordSink, allows ref struct
    {
        Span<Rune> parts = stackalloc Rune[4];
        while (!utf8Text.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8Text, out Rune rune, out int length);
            utf8Text = utf8Text[length..];
            // Other control characters that count as white space are taken out where that is asked for, and part words where it is not.
            bool space = IsSpace(rune) || (!CleanText && (rune.Value is 0x0B or 0x0C or 0x85));
            if (CleanText && !space && IsRemoved(rune)) continue;
            if (space)
            {
                sink.EndWord();
                continue;
            }
            bool chinese = ChineseCharacters && IsChinese(rune);
            if (chinese) sink.EndWord();
            int count = 1;
            if (StripAccents) count = Decompositions.Strip(rune, parts);
            else parts[0] = rune;
            foreach (Rune part in parts[..count]) Add(part, ref sink);
            if (chinese) sink.EndWord();
        }
        sink.EndWord();
    }

    private void Add<TSink>(Rune rune, ref TSink sink) where TSink : IWordSink, allows ref struct
    {
        if (IsPunctuation(rune))
        {
            sink.EndWord();
            sink.Add(rune);
            sink.EndWord();
            return;
        }
        // The one letter whose small form has two characters (SpecialCasing.txt).
        if (LowerCase && rune.Value == 0x130)
        {
            sink.Add(new('i'));
            sink.Add(new(0x307));
            return;
        }
        sink.Add(LowerCase ? Rune.ToLowerInvariant(rune) : rune);
    }

    private static bool IsSpace(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r' || (rune.Value >= 0x80 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsRemoved(Rune rune) => rune.Value is 0 or 0xFFFD || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    // 2B920 is as in tokenization.py and the tokenizers library; the block begins at 2B820.
    private static bool IsChinese(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
