namespace DataCuration.LanguageModels;

/// <summary>A label for a chunk, made from a teacher's programs.</summary>
public sealed class ProXLabel
{
    internal ProXLabel()
    {
    }

    /// <summary>The result. Other properties are set for an accepted label only.</summary>
    public ProXLabelOutcome Outcome { get; internal init; }

    /// <summary>The program in canonical form: replacements first, then removals, sorted and merged; <c>untouch_doc()</c> if nothing is to be done.</summary>
    public string Program { get; internal init; } = "";

    /// <summary>The removed lines, by their numbers in the document.</summary>
    public IReadOnlyList<ProXLineRange> RemovedLines { get; internal init; } = [];

    /// <summary>True if the program edits nothing.</summary>
    public bool IsUntouched { get; internal init; }

    /// <summary>The number of calls that were left out: their string is absent, their lines are outside of the chunk, or they change nothing.</summary>
    public int LeftOut { get; internal init; }
}
