namespace DataCuration.LanguageModels;

/// <summary>What happens with an answer that cannot be read: the model is shown its answer and what is wrong with it, a number of times.</summary>
public sealed record RepairOptions
{
    /// <summary>Two repairs, none after a refusal.</summary>
    public static RepairOptions Default { get; } = new();

    /// <summary>How often an answer may be put right; 0 or more. Default: 2.</summary>
    public int MaxRepairs { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of repairs is not negative."); } = 2;

    /// <summary>Whether a refusal is asked again too: the same model mostly declines again, and is paid again. Default: false.</summary>
    public bool AfterRefusal { get; init; }

    /// <summary>What the model is told; <c>{error}</c> stands for what is wrong. Part of the prompt, and so of the call's key. Default: two sentences in English.</summary>
    public string Instruction
    {
        get;
        init => field = value?.Contains("{error}", StringComparison.Ordinal) == true ? value : throw new ArgumentException("The instruction has to contain {error}.", nameof(value));
    } = "Your answer could not be used: {error}. Give the whole answer again, in exactly the form that was asked for, and nothing else.";

    /// <summary>How much of the wrong answer is shown to the model, in UTF-16 units. Default: 2,000.</summary>
    public int MaxQuotedChars { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative."); } = 2_000;

    /// <summary>Writes the options that change an answer, for a stage's fingerprint.</summary>
    /// <param name="writer">Takes the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxRepairs), MaxRepairs);
        writer.Add(nameof(AfterRefusal), AfterRefusal);
        writer.Add(nameof(Instruction), Instruction);
        writer.Add(nameof(MaxQuotedChars), MaxQuotedChars);
    }
}
