using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// Writes instructions about passages: for each passage of a domain's literature, a model sees some seed tasks and the passage, and writes new instructions
/// that the passage can answer. The children are the instructions, with their provenance.
/// </summary>
/// <remarks>
/// <para>Self-Instruct (arXiv 2212.10560) and Self-Specialization (arXiv 2310.00160) write instructions from examples only; here each call also has a passage,
/// so that the instructions cover the corpus. The examples depend on the run's seed, the passage's id and <see cref="Round"/>.</para>
/// <para>If no answer can be parsed after the repairs, the passage is a fault (<see cref="AnswerRejectedException"/>). Instructions without a letter or digit,
/// longer ones than <see cref="MaxInstructionChars"/>, and repeated ones of the same answer are left out.</para>
/// </remarks>
/// <param name="calls">The call layer.</param>
/// <param name="seeds">The seed tasks.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.LanguageModels;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Faults = FaultPolicy.Quarantine(0.05) });
/// using var endpoint = new LanguageModelEndpoint(new Uri("http://127.0.0.1:8000/v1/"), new EndpointOptions { Model = "qwen", MaxConcurrency = 64 });
/// using CallLedger ledger = CallLedger.Open("ledger");
/// var expander = new InstructionExpander(new LanguageModelCalls(endpoint, ledger), InstructionPool.Load("seeds.jsonl"));
/// await Corpus.FromJsonl("domain/*.jsonl").Pipe(new PassageSplitter(), expander).WriteJsonlAsync("candidates", run);
/// </code>
/// </example>
public sealed class InstructionExpander(LanguageModelCalls calls, InstructionPool seeds) : DocumentExpander
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/>.</summary>
    public const string MethodName = "instructions";

    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));
    private readonly InstructionPool seeds = seeds ?? throw new ArgumentNullException(nameof(seeds));

    /// <summary>The prompts. Default: our own.</summary>
    public InstructionPrompts Prompts { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The number of instructions to ask for; further ones of an answer are left out. 1 to 100. Default: 3 (our choice: a passage is short).</summary>
    public int InstructionsPerPassage
    {
        get;
        init => field = value is >= 1 and <= 100 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of instructions must be between 1 and 100.");
    } = 3;

    /// <summary>The number of seed tasks that a call shows; 0 to 1,000. Default: 8 (Self-Instruct).</summary>
    public int ExampleCount
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of examples must be between 0 and 1,000.");
    } = 8;

    /// <summary>
    /// The number of this round, from 0. Another round over the same passages draws other examples and makes other calls, so it gives other instructions.
    /// Default: 0.
    /// </summary>
    public int Round { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Rounds count from 0."); }

    /// <summary>The maximum length of an instruction in UTF-16 units; 1 or more. Default: 2,000 (our choice: it enters other prompts).</summary>
    public int MaxInstructionChars
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxInstructionChars must be at least 1.");
    } = 2_000;

    /// <summary>The sampling parameters. Default: temperature 0.7 (Self-Instruct), at most 1,024 tokens, and the answer's JSON schema (our choices).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new()
    {
        Temperature = 0.7f,
        MaxOutputTokens = 1_024,
        JsonSchema = JsonAnswers.SchemaOf(InstructionJson.Default.InstructionAnswer),
    };

    /// <summary>The repair options. Default: two repairs.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        int[] drawn = Draw(context.Seed, document.Id);
        var call = new LanguageModelCall
        {
            DocumentId = document.Id,
            Task = "instructions_write",
            PromptVersion = Prompts.VersionOf("write"),
            Messages = Prompts.BuildWriteMessages(document.Text, [.. drawn.Select(i => seeds.Examples[i])], InstructionsPerPassage),
            Model = Model,
            Parameters = Parameters,
            Attempt = Round,
            Stage = context,
        };
        StructuredAnswer<InstructionAnswer> answer = await calls.CallAsync(call, JsonAnswers.Parser(InstructionJson.Default.InstructionAnswer, Problem),
            Repair, cancellationToken).ConfigureAwait(false);
        foreach (string instruction in Clean(answer.Value.Instructions))
        {
            DocumentEditor child = new Document(null, instruction).Edit()
                .Set(SyntheticAnnotations.Source, document.Id)
                .Set(SyntheticAnnotations.Method, MethodName)
                .Set(SyntheticAnnotations.Kind, "instruction")
                .Set(SyntheticAnnotations.Model, Model ?? calls.Endpoint.Model)
                .Set(SyntheticAnnotations.Prompt, call.PromptVersion)
                .Set(SyntheticAnnotations.Attempt, Round)
                .Set(InstructionAnnotations.Examples, JsonSerializer.Serialize(drawn, InstructionJson.Default.Int32Array));
            if (answer.Answer.ServedBy is { } served) child.Set(SyntheticAnnotations.ServedBy, served);
            yield return child.Build();
        }
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("method", "instructions/1");
        writer.Add("seeds", seeds);
        calls.Describe(writer, Model);
        writer.Add(nameof(InstructionsPerPassage), InstructionsPerPassage);
        writer.Add(nameof(ExampleCount), ExampleCount);
        writer.Add(nameof(Round), Round);
        writer.Add(nameof(MaxInstructionChars), MaxInstructionChars);
        writer.AddScope(nameof(Prompts), Prompts.Describe);
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        writer.AddScope(nameof(Repair), Repair.Describe);
    }

    private static string? Problem(InstructionAnswer answer) =>
        answer.Instructions is null || answer.Instructions.Contains(null) ? "\"instructions\" must hold texts only" : null;

    /// <summary>Draws by seed, round and id. The stage's name is left out: a stage keeps its examples if another one comes before it.</summary>
    private int[] Draw(ulong seed, string documentId)
    {
        SeededRandom random = SeededRandom.Create(seed, string.Create(CultureInfo.InvariantCulture, $"instruction-examples-{Round}"), documentId);
        return seeds.Sample(ExampleCount, ref random);
    }

    private IEnumerable<string> Clean(string[] instructions) => instructions.Select(text => text.Trim())
        .Where(text => text.Length <= MaxInstructionChars && WordTokens.Split(text).Count > 0)
        .Distinct(StringComparer.Ordinal).Take(InstructionsPerPassage);
}
