namespace DataCuration.Filters;

/// <summary>The definition of a word in DCLM's rules (<c>split_words(model=...)</c>).</summary>
public enum DclmWordModel
{
    /// <summary>
    /// fastText's tokenizer: parts between ASCII blanks and NUL. A line feed is a word of its own (<c>&lt;/s&gt;</c>), which does not count if punctuation is
    /// ignored.
    /// </summary>
    FastText,

    /// <summary>Unicode's default word boundaries (UAX 29).</summary>
    UnicodeWords,

    /// <summary>Parts between Unicode white space: Python's <c>str.split()</c>.</summary>
    WhiteSpace,
}
