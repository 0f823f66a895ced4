namespace DataCuration.Deduplication;

/// <summary>The normal form of a text whose equal copies are duplicates.</summary>
public enum TextForm
{
    /// <summary>The text as it is.</summary>
    Unchanged,

    /// <summary>Each run of white space is one space; the ends have no white space.</summary>
    WhiteSpace,

    /// <summary>White space as in <see cref="WhiteSpace"/>, and lower case as Python's <c>str.lower</c> makes it.</summary>
    CaseAndWhiteSpace,

    /// <summary>datatrove's normal form: lower case, no punctuation, numbers as 0, no accents.</summary>
    Simplified,
}
