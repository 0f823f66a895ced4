namespace DataCuration.Extraction.Pdf;

/// <summary>Letters of scripts without spaces between words. They are as wide as they are high.</summary>
internal static class WideLetters
{
    /// <summary>Returns true for kana, Han and wide punctuation.</summary>
    /// <param name="c">The character.</param>
    public static bool Contains(char c) => c is >= '\u3000' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF'
        or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFFEF';
}
