namespace DataCuration.LanguageModels;

/// <summary>Options for repairing answers that cannot be parsed. A repair shows the model its answer and the error, and asks again.</summary>
public sealed record RepairOptions
{
    /// <summary>The default options: two repairs, and no repair after a refusal.</summary>
    public static RepairOptions Default { get; } = new();

    /// <summary>The maximum number of repair attempts; 0 or more. Default: 2.</summary>
    public int MaxRepairs
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of repairs must not be negative.");
    } = 2;

    /// <summary>True to repair refusals too. The same model usually refuses again, and the call is paid again. Default: false.</summary>
    public bool AfterRefusal { get; init; }

    /// <summary>
    /// The repair prompt; <c>{error}</c> is replaced by the error. It is part of the prompt and therefore of the call's key. Default: two sentences in English.
    /// </summary>
    public string Instruction
    {
        get;
        init => field = value?.Contains("{error}", StringComparison.Ordinal) == true ? value
            : throw new ArgumentException("The instruction must contain {error}.", nameof(value));
    } = "Your answer could not be used: {error}. Give the whole answer again, in exactly the form that was asked for, and nothing else.";

    /// <summary>The maximum length of the rejected answer that is shown to the model, in UTF-16 units. Default: 2,000.</summary>
    public int MaxQuotedChars
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length must not be negative.");
    } = 2_000;

    /// <summary>Writes the options that change an answer to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxRepairs), MaxRepairs);
        writer.Add(nameof(AfterRefusal), AfterRefusal);
        writer.Add(nameof(Instruction), Instruction);
        writer.Add(nameof(MaxQuotedChars), MaxQuotedChars);
    }
}
