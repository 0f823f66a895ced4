using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>A style of rephrasing: an instruction, the parameters of its calls, and a rule for its answers.</summary>
/// <remarks>
/// The instruction is the system message. The user's message is the passage, between two lines with a part of its own SHA-256: nothing in it can end it.
/// </remarks>
public sealed record RephraseStyle
{
    /// <summary>Creates a style.</summary>
    /// <param name="name">The name: the kind in provenance, and a part of the prompt's version.</param>
    /// <param name="instruction">The instruction.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public RephraseStyle(string name, string instruction)
    {
        Name = PromptText.NotEmpty(name);
        Instruction = instruction;
    }

    /// <summary>The name, such as <c>easy</c>.</summary>
    public string Name { get; }

    /// <summary>The instruction. Give a changed one a <see cref="Version"/> of your own.</summary>
    public string Instruction { get; init => field = PromptText.NotEmpty(value); }

    /// <summary>
    /// The version of the wording; with the name it is the calls' prompt version, and so part of the ledger's key and the provenance. Default:
    /// <c>rephrase-1</c>.
    /// </summary>
    public string Version { get; init => field = PromptText.NotEmpty(value); } = "rephrase-1";

    /// <summary>The sampling parameters. Default: temperature 1 (as EntiGraph's code) and at most 4,096 tokens (our choice).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 1, MaxOutputTokens = 4_096 };

    /// <summary>
    /// The maximum length of a passage in tokens; 1 or more. A longer document is split at its paragraphs, and each passage is rephrased alone. Default: 2,000
    /// (our choice).
    /// </summary>
    public int MaxPassageTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A passage has at least one token.");
    } = 2_000;

    /// <summary>The minimum length of a passage in tokens. Shorter ones are left out. Default: 0.</summary>
    public int MinPassageTokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of tokens must not be negative.");
    }

    /// <summary>The form of the answers. Default: any text.</summary>
    public TextForm Form { get; init; }

    /// <summary>
    /// For <see cref="TextForm.Pairs"/>: the pairs are shuffled, and their number is drawn evenly from 1 up to this number for each 150 tokens of the passage
    /// (NeMo Curator, <c>DiverseQAPostProcessingStage</c>). The draw depends on the run's seed and the document's id. Null keeps all pairs in their order.
    /// Default: null.
    /// </summary>
    public int? MaxPairs
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one pair must be allowed.");
    }

    /// <summary>True to write each passage, as it is in the source, before its answer. Default: false.</summary>
    public bool AppendsToSource { get; init; }

    /// <summary>The prompt's version with the style's name.</summary>
    internal string PromptVersion => $"{Version}/{Name}";

    /// <summary>Writes the style to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Name), Name);
        writer.Add(nameof(Version), Version);
        writer.Add(nameof(Instruction), Instruction);
        writer.Add(nameof(MaxPassageTokens), MaxPassageTokens);
        writer.Add(nameof(MinPassageTokens), MinPassageTokens);
        writer.Add(nameof(Form), Form.ToString());
        writer.Add(nameof(MaxPairs), MaxPairs?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(AppendsToSource), AppendsToSource);
        writer.AddScope(nameof(Parameters), Parameters.Describe);
    }
}
