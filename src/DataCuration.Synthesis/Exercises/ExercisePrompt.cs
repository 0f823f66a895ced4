namespace DataCuration.Synthesis;

/// <summary>A prompt of the pool of <see cref="ExerciseWriter"/>.</summary>
public sealed record ExercisePrompt
{
    /// <summary>Creates a prompt.</summary>
    /// <param name="name">The name: the kind in provenance, and a part of the prompt's version.</param>
    /// <param name="instruction">The instruction.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public ExercisePrompt(string name, string instruction)
    {
        Name = PromptText.NotEmpty(name);
        Instruction = instruction;
    }

    /// <summary>The name, such as <c>true_false</c>.</summary>
    public string Name { get; }

    /// <summary>The instruction. Give a changed one a <see cref="Version"/> of your own.</summary>
    public string Instruction { get; init => field = PromptText.NotEmpty(value); }

    /// <summary>
    /// The version of the wording; with the name it is the calls' prompt version, and so part of the ledger's key and the provenance. Default:
    /// <c>exercises-1</c>.
    /// </summary>
    public string Version { get; init => field = PromptText.NotEmpty(value); } = "exercises-1";

    /// <summary>The prompt's weight in the draw; 0 never draws it. Default: 1.</summary>
    public double Weight { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The form of the answers. Default: any text.</summary>
    public TextForm Form { get; init; }

    /// <summary>The prompt's version with its name.</summary>
    internal string PromptVersion => $"{Version}/{Name}";

    /// <summary>Writes the prompt to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Name), Name);
        writer.Add(nameof(Version), Version);
        writer.Add(nameof(Instruction), Instruction);
        writer.Add(nameof(Weight), Weight);
        writer.Add(nameof(Form), Form.ToString());
    }
}
