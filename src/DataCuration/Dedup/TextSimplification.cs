namespace DataCuration;

/// <summary>
/// The steps of <see cref="TextForms.Simplify"/>, which are the settings of datatrove's TextNormConfig (datatrove/utils/text.py, version 0.10). They apply in
/// this order, whatever the order in which they are combined, except that white space is replaced after punctuation.
/// </summary>
[Flags]
public enum TextSimplification
{
    /// <summary>White space at the ends is removed, and nothing else.</summary>
    None = 0,

    /// <summary>Lower case: <c>lowercase</c>, on by default.</summary>
    Lowercase = 1,

    /// <summary>Numbers become <c>0</c>: <c>norm_numbers</c>, on by default.</summary>
    Numbers = 2,

    /// <summary>
    /// Names of weekdays in lower case become <c>WEEKDAY</c>, also inside other words: <c>norm_weekdays</c>, off by default.
    /// </summary>
    Weekdays = 4,

    /// <summary>Names of months in lower case become <c>MONTH</c>, also inside other words: <c>norm_monthnames</c>, off by default.</summary>
    Months = 8,

    /// <summary>Punctuation (<see cref="TextForms.IsPunctuation"/>) becomes blanks: <c>remove_punctuation</c>, on by default.</summary>
    Punctuation = 16,

    /// <summary>Runs of white space become one blank: <c>norm_whitespace</c>, on by default.</summary>
    WhiteSpace = 32,

    /// <summary>Canonical decomposition without nonspacing marks: <c>norm_unicode_diacritics</c>, on by default.</summary>
    Diacritics = 64,

    /// <summary>The steps that datatrove applies by default.</summary>
    Default = Lowercase | Numbers | Punctuation | WhiteSpace | Diacritics,
}
