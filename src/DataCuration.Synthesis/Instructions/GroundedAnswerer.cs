using System.Text.Json;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// Answers instructions from passages: for each document, whose text is an instruction, it retrieves passages, a model answers from them alone, and the answer
/// is compared with them. The new text is the instruction with its answer. The ids of the passages and all scores are annotations
/// (<see cref="InstructionAnnotations"/>). Put a <see cref="GroundednessFilter"/> after it.
/// </summary>
/// <remarks>
/// A document is dropped without passages as <c>no_passage</c>; if the model says that the passages do not help as <c>no_answer</c>; and if no sample can be
/// used by its problem, such as <c>refusal</c>, <c>cut_off</c> or <c>bad_request</c>. A document whose check has no usable answer is a fault.
/// </remarks>
/// <param name="calls">The call layer.</param>
/// <param name="retriever">The search over the passages.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.LanguageModels;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Faults = FaultPolicy.Quarantine(0.05) });
/// using var endpoint = new LanguageModelEndpoint(new Uri("http://127.0.0.1:8000/v1/"), new EndpointOptions { Model = "qwen", MaxConcurrency = 64 });
/// using CallLedger ledger = CallLedger.Open("ledger");
/// var answerer = new GroundedAnswerer(new LanguageModelCalls(endpoint, ledger), new Handbook(File.ReadAllText("handbook.txt")));
/// await Corpus.FromJsonl("novel/*.jsonl").Pipe(answerer, new GroundednessFilter()).WriteJsonlAsync("answered", run);
///
/// // A search over one text. DataCuration.Retrieval.Lucene has one over an index.
/// public sealed class Handbook(string text) : IPassageRetriever
/// {
///     public string Name =&gt; "handbook";
///
///     public void Describe(FingerprintWriter writer) =&gt; writer.Add("text", text);
///
///     public ValueTask&lt;IReadOnlyList&lt;RetrievedPassage&gt;&gt; RetrieveAsync(string query, int count, CancellationToken stop = default) =&gt;
///         new([new RetrievedPassage("handbook#1", 1, text)]);
/// }
/// </code>
/// </example>
public sealed class GroundedAnswerer(LanguageModelCalls calls, IPassageRetriever retriever) : AsyncDocumentTransform
{
    /// <summary>The place of the instruction in <see cref="Template"/>.</summary>
    public const string InstructionPlace = "{instruction}";

    /// <summary>The place of the answer in <see cref="Template"/>.</summary>
    public const string AnswerPlace = "{answer}";

    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));
    private readonly IPassageRetriever retriever = retriever ?? throw new ArgumentNullException(nameof(retriever));

    /// <summary>The prompts. Default: our own.</summary>
    public InstructionPrompts Prompts { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The maximum number of passages of an answer; 1 to 100. Default: 3 (our choice: about 600 words of the splitter's default length).</summary>
    public int PassageCount
    {
        get;
        init => field = value is >= 1 and <= 100 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of passages must be between 1 and 100.");
    } = 3;

    /// <summary>The sampling parameters of the answers. Default: temperature 0 and at most 1,024 tokens (our choice: the passages decide).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 0, MaxOutputTokens = 1_024 };

    /// <summary>
    /// The number of samples that are asked for until an answer can be used; 1 to 100. Default: 1 (our choice: at temperature 0 servers repeat themselves).
    /// </summary>
    public int MaxAttempts
    {
        get;
        init => field = value is >= 1 and <= 100 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of attempts must be between 1 and 100.");
    } = 1;

    /// <summary>True to ask a model too if each answer follows from its passages. It doubles the calls. Default: false.</summary>
    public bool AsksJudge { get; init; }

    /// <summary>The name of the model that checks; null for <see cref="Model"/>. Default: null.</summary>
    public string? JudgeModel { get; init; }

    /// <summary>The sampling parameters of the check. Default: temperature 0 and at most 256 tokens (our choice: some models explain themselves).</summary>
    public CallParameters JudgeParameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 0, MaxOutputTokens = 256 };

    /// <summary>The repair options of the check. Default: two repairs.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>The new text, with <c>{instruction}</c> and <c>{answer}</c>, each once. Default: both, with an empty line between them.</summary>
    /// <exception cref="ArgumentException">A place is missing or repeated.</exception>
    public string Template { get; init => field = Checked(value); } = InstructionPlace + "\n\n" + AnswerPlace;

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        string instruction = document.Text;
        IReadOnlyList<RetrievedPassage> passages = await retriever.RetrieveAsync(instruction, PassageCount, cancellationToken).ConfigureAwait(false);
        if (passages.Count == 0) return StageResult.Drop("no_passage");
        string[] texts = [.. passages.Select(passage => passage.Text)];
        (LanguageModelAnswer? answer, int attempt, string? problem) = await AskAsync(document, texts, context, cancellationToken).ConfigureAwait(false);
        if (answer is null || problem is not null) return StageResult.Drop(problem ?? "bad_request");
        string text = answer.Text.Trim();
        if (IsNoAnswer(text)) return StageResult.Drop("no_answer");
        GroundednessScores scores = Groundedness.Measure(text, instruction, texts);
        DocumentEditor answered = document.Edit()
            .SetText(Render(instruction, text))
            .Set(SyntheticAnnotations.Method, InstructionExpander.MethodName)
            .Set(SyntheticAnnotations.Kind, "instruction_answer")
            .Set(SyntheticAnnotations.Tokens, answer.TextTokens)
            .Set(InstructionAnnotations.Instruction, instruction)
            .Set(InstructionAnnotations.Answer, text)
            .Set(InstructionAnnotations.Passages, Json(passages.Select(passage => passage.Id)))
            .Set(InstructionAnnotations.PassageScores,
                JsonSerializer.Serialize([.. passages.Select(passage => passage.Score)], InstructionJson.Default.DoubleArray))
            .Set(InstructionAnnotations.Retriever, retriever.Name)
            .Set(InstructionAnnotations.AnswerModel, Model ?? calls.Endpoint.Model)
            .Set(InstructionAnnotations.AnswerPrompt, Prompts.VersionOf("answer"))
            .Set(InstructionAnnotations.AnswerAttempt, attempt)
            .Set(InstructionAnnotations.GroundedWords, scores.Words)
            .Set(InstructionAnnotations.GroundedNumbers, scores.Numbers)
            .Set(InstructionAnnotations.GroundedPhrases, scores.Phrases);
        if (answer.ServedBy is { } served) answered.Set(InstructionAnnotations.AnswerServedBy, served);
        if (AsksJudge)
        {
            bool isGrounded = await JudgeAsync(document, text, texts, context, cancellationToken).ConfigureAwait(false);
            answered.Set(InstructionAnnotations.Judgement, isGrounded)
                .Set(InstructionAnnotations.JudgeModel, JudgeModel ?? Model ?? calls.Endpoint.Model)
                .Set(InstructionAnnotations.JudgePrompt, Prompts.VersionOf("judge"));
        }
        return StageResult.Replace(answered.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("method", "grounded-answers/1");
        calls.Describe(writer, Model);
        writer.Add(nameof(PassageCount), PassageCount);
        writer.Add(nameof(MaxAttempts), MaxAttempts);
        writer.Add(nameof(AsksJudge), AsksJudge);
        writer.Add(nameof(JudgeModel), JudgeModel);
        writer.Add(nameof(Template), Template);
        writer.AddScope("Retriever", retriever.Describe);
        writer.AddScope(nameof(Prompts), Prompts.Describe);
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        writer.AddScope(nameof(JudgeParameters), JudgeParameters.Describe);
        writer.AddScope(nameof(Repair), Repair.Describe);
    }

    private static string Checked(string template)
    {
        ArgumentException.ThrowIfNullOrEmpty(template);
        foreach (string place in (string[])[InstructionPlace, AnswerPlace])
        {
            if (template.Split(place).Length != 2) throw new ArgumentException($"The template must have {place} once: {template}", nameof(template));
        }
        return template;
    }

    private static string Json(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], InstructionJson.Readable.StringArray);

    private async Task<(LanguageModelAnswer? Answer, int Attempt, string? Problem)> AskAsync(
        Document document, string[] passages, StageContext context, CancellationToken cancellationToken)
    {
        LanguageModelCall call = Call(document, "answer", Prompts.BuildAnswerMessages(document.Text, passages), Model, Parameters, context);
        int attempts = Parameters.Temperature == 0 ? 1 : MaxAttempts; // at temperature 0 another sample is the same one
        for (int attempt = 0; ; attempt++)
        {
            LanguageModelAnswer answer;
            try
            {
                answer = await calls.CallAsync(call with { Attempt = attempt }, cancellationToken).ConfigureAwait(false);
            }
            catch (LanguageModelCallException e) when (e.Failure == CallFailure.BadRequest)
            {
                // The server will not take this prompt, mostly because of a content filter.
                return (null, attempt, "bad_request");
            }
            string? problem = answer.Problem switch
            {
                AnswerProblem.None => null,
                AnswerProblem.CutOff => "cut_off",
                _ => answer.Problem.ToString().ToLowerInvariant(),
            };
            if (problem is null || attempt + 1 >= attempts) return (answer, attempt, problem);
        }
    }

    private async Task<bool> JudgeAsync(Document document, string answer, string[] passages, StageContext context, CancellationToken cancellationToken)
    {
        LanguageModelCall call = Call(
            document, "judge", Prompts.BuildJudgeMessages(document.Text, answer, passages), JudgeModel ?? Model, JudgeParameters, context);
        return (await calls.CallAsync(call, JudgeAnswer.Parse, Repair, cancellationToken).ConfigureAwait(false)).Value;
    }

    private LanguageModelCall Call(Document document, string step, IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages, string? model,
        CallParameters parameters, StageContext context) => new()
        {
            DocumentId = document.Id,
            Task = "instructions_" + step,
            PromptVersion = Prompts.VersionOf(step),
            Messages = messages,
            Model = model,
            Parameters = parameters,
            Stage = context,
        };

    /// <summary>Returns true if the first line of an answer is the words for no answer, in any case and with punctuation around them.</summary>
    private bool IsNoAnswer(string answer) =>
        WordTokens.Split(answer.Split('\n', 2)[0]).SequenceEqual(WordTokens.Split(Prompts.NoAnswer), StringComparer.Ordinal);

    /// <summary>Fills the template in one pass: an instruction that contains a place is not filled again.</summary>
    private string Render(string instruction, string answer)
    {
        int first = Template.IndexOf(InstructionPlace, StringComparison.Ordinal), second = Template.IndexOf(AnswerPlace, StringComparison.Ordinal);
        return first < second
            ? Template[..first] + instruction + Template[(first + InstructionPlace.Length)..second] + answer + Template[(second + AnswerPlace.Length)..]
            : Template[..second] + answer + Template[(second + AnswerPlace.Length)..first] + instruction + Template[(first + InstructionPlace.Length)..];
    }
}
