using System.Text;
using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Synthesis;

/// <summary>
/// Appends exercises that a model writes to each document: TransformLLM (arXiv 2410.21479) turns raw domain text into text with reading comprehension
/// exercises. For exercises that are mined by rules, without a model, see <see cref="ReadingComprehension"/>.
/// </summary>
/// <remarks>
/// <para>The document stays as it is, byte for byte, before the exercises. If no sample can be used, the document is passed on without exercises, with the
/// reason in <see cref="Problem"/>. A call that got no answer in all of its tries is a fault of the document, as in other stages: it can be repeated.</para>
/// <para>The prompt is drawn by weight; the draw depends on the run's seed and the document's id.</para>
/// </remarks>
/// <param name="calls">The call layer.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.LanguageModels;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Seed = 17, Faults = FaultPolicy.Quarantine(0.05) });
/// using var endpoint = new LanguageModelEndpoint(new Uri("http://127.0.0.1:8000/v1/"), new EndpointOptions { Model = "qwen", MaxConcurrency = 64 });
/// using CallLedger ledger = CallLedger.Open("ledger");
/// await Corpus.FromJsonl("law/*.jsonl").Pipe(new ExerciseWriter(new LanguageModelCalls(endpoint, ledger))).WriteJsonlAsync("exercises", run);
/// </code>
/// </example>
public sealed class ExerciseWriter(LanguageModelCalls calls) : AsyncDocumentTransform
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/>.</summary>
    public const string MethodName = "exercises";

    /// <summary>
    /// The reason why a document has no exercises, such as <c>refusal</c>. It is not <see cref="SyntheticAnnotations.Problem"/>: the document is as good as it
    /// was, and <see cref="SyntheticTextFilter"/> keeps it.
    /// </summary>
    public static readonly AnnotationKey<string> Problem = new("exercise_problem");

    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));
    private readonly WeightedChoice choice = Choice(ExercisePrompts.All);

    /// <summary>The pool of prompts; at least one has a weight above 0, and their names differ. Default: <see cref="ExercisePrompts.All"/>.</summary>
    /// <exception cref="ArgumentException">There is no prompt to draw, or two have the same name.</exception>
    public IReadOnlyList<ExercisePrompt> Prompts
    {
        get;
        init
        {
            choice = Choice(value);
            field = [.. value];
        }
    } = ExercisePrompts.All;

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: temperature 1 and at most 2,048 tokens (our choices).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 1, MaxOutputTokens = 2_048 };

    /// <summary>The number of samples until the exercises can be used; 1 to 100. At temperature 0 there is only one. Default: 2 (our choice).</summary>
    public int MaxAttempts { get; init => field = TextExpander.CheckAttempts(value); } = 2;

    /// <summary>
    /// The maximum length of the text that the model sees, in tokens: of a longer document the first passage, cut at its paragraphs. The document itself is
    /// never cut. Default: 3,000 (our choice).
    /// </summary>
    public int MaxSourceTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The model must see at least one token.");
    } = 3_000;

    /// <summary>Counts tokens, for the limit and provenance; null for an estimate and the server's counts. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    private TextSettings Settings => new(MethodName, Model, MaxAttempts, TokenEncoder);

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        List<Passage> passages = JoinablePassages.Split(document.Text, MaxSourceTokens, TokenEncoder);
        if (passages.Count == 0) return StageResult.Replace(document.With(Problem, SyntheticTextFilter.TooShort));
        SeededRandom random = context.Random(document.Id);
        ExercisePrompt prompt = Prompts[choice.Next(ref random)];
        ChatMessage[] messages = [new(ChatRole.System, prompt.Instruction), new(ChatRole.User, EnclosedText.Of(passages[0].Text, "text"))];
        var question = new TextQuestion(prompt.Name, prompt.PromptVersion, messages, Parameters) { Check = answer => TextForms.Check(answer, prompt.Form) };
        var source = new DocumentTexts(Settings, calls, document, context);
        GeneratedText text = await source.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (text.Problem is { } problem) return StageResult.Replace(document.With(Problem, problem));
        byte[] whole = [.. document.Utf8Text.Span, .. Encoding.UTF8.GetBytes("\n\n" + text.Text)];
        return StageResult.Replace(source.Annotate(document.Edit().SetText(whole), text, prompt.Name, prompt.PromptVersion).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("method", "exercises/1");
        TextSettingsDescription.Write(writer, calls, Settings);
        writer.Add(nameof(MaxSourceTokens), MaxSourceTokens);
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        for (int i = 0; i < Prompts.Count; i++) writer.AddScope($"prompt.{GeneratedShards.Format(i)}", Prompts[i].Describe);
    }

    private static WeightedChoice Choice(IReadOnlyList<ExercisePrompt> prompts)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        if (prompts.Count == 0) throw new ArgumentException("There is no prompt.", nameof(prompts));
        foreach (IGrouping<string, ExercisePrompt> equal in prompts.GroupBy(prompt => prompt.Name, StringComparer.Ordinal))
            if (equal.Count() > 1) throw new ArgumentException($"Two prompts have the name '{equal.Key}'.", nameof(prompts));
        return new WeightedChoice([.. prompts.Select(prompt => prompt.Weight)], "the prompts' weights");
    }
}
