using System.Globalization;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// Splits text into words as BERT does (google-research/bert, tokenization.py, BasicTokenizer; BertNormalizer and BertPreTokenizer of the tokenizers
/// library). Removes control characters, separates Chinese characters and punctuation, strips accents and lower-cases letters. Accents are stripped by the
/// table of <see cref="Decompositions"/>.
/// </summary>
/// <param name="CleanText">True to remove control characters.</param>
/// <param name="ChineseCharacters">True to make each Chinese character a word.</param>
/// <param name="StripAccents">True to strip accents.</param>
/// <param name="LowerCase">True to lower-case letters.</param>
internal readonly record struct BertText(bool CleanText, bool ChineseCharacters, bool StripAccents, bool LowerCase)
{
    /// <summary>Splits a text into words.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="sink">Receives the words.</param>
    public void Split<TSink>(ReadOnlySpan<byte> utf8Text, ref TSink sink) where TSink : IWordSink, allows ref struct
    {
        Span<Rune> parts = stackalloc Rune[4];
        while (!utf8Text.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8Text, out Rune rune, out int length);
            utf8Text = utf8Text[length..];
            // The other control characters that are white space are removed with CleanText, and separate words without it.
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
        // The only letter whose lower-case form has two characters (SpecialCasing.txt).
        if (LowerCase && rune.Value == 0x130)
        {
            sink.Add(new('i'));
            sink.Add(new(0x307));
            return;
        }
        sink.Add(LowerCase ? Rune.ToLowerInvariant(rune) : rune);
    }

    private static bool IsSpace(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r' || (rune.Value >= 0x80
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsRemoved(Rune rune) =>
        rune.Value is 0 or 0xFFFD || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    // 2B920 is the value of tokenization.py and the tokenizers library, although the block starts at 2B820.
    private static bool IsChinese(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
