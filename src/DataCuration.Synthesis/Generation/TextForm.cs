namespace DataCuration.Synthesis;

/// <summary>The form of an answer. An answer without it is asked for again, and then cannot be used.</summary>
public enum TextForm
{
    /// <summary>Any text. Default.</summary>
    Text,

    /// <summary>
    /// Pairs of a line <c>Question: …</c> and one <c>Answer: …</c>. Bullets, numbers and bold type around the words are removed, lines before the first
    /// question and questions without an answer are left out. Problem: <c>no_pairs</c>.
    /// </summary>
    Pairs,

    /// <summary>
    /// Items that start with <c>-</c>, <c>*</c>, <c>•</c> or a number, without these marks. Lines before the first item are left out. Problem:
    /// <c>no_list</c>.
    /// </summary>
    List,
}
