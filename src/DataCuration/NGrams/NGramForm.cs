namespace DataCuration;

/// <summary>The normal form in which an n-gram model reads a line.</summary>
public enum NGramForm
{
    /// <summary>The line as it is.</summary>
    Unchanged,

    /// <summary>
    /// CCNet's form (<c>cc_net/text_normalizer.py</c>, <c>normalize</c> with its defaults): no white space at the ends, lower case, no accents, digits as 0, 33
    /// marks of punctuation beyond ASCII by their ASCII counterparts, no control characters.
    /// </summary>
    CcNet,

    /// <summary>datatrove's form (<see cref="TextForms.Simplify"/>): lower case, numbers as 0, no accents, no punctuation.</summary>
    Simplified,
}
