namespace DataCuration.LanguageModels;

/// <summary>
/// Scores every document with a language model by an additive rubric (<see cref="JudgePrompt"/>). Adds the score, the model and the version of the prompt as
/// annotations. A student that is trained on a judged sample (<c>ClassifierTraining</c>) scores the whole corpus.
/// </summary>
/// <remarks>
/// No document is dropped and no score is guessed. If no answer can be used after the repairs, the document is a fault (<see cref="AnswerRejectedException"/>),
/// which the run's fault policy can quarantine.
/// </remarks>
/// <param name="calls">The call layer.</param>
public sealed class QualityJudge(LanguageModelCalls calls) : AsyncDocumentTransform
{
    /// <summary>The default annotation for the score.</summary>
    public static readonly AnnotationKey<int> Score = new("judge_score");

    private const string TaskName = "quality_judge";
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>
    /// The annotation to write. The same name with <c>_model</c> and <c>_prompt</c> has the model and the prompt's version, with <c>_cut</c> true if only the
    /// start of the document was judged, and with <c>_reasons</c> the reasons. Default: <c>judge_score</c>.
    /// </summary>
    public string Annotation
    {
        get;
        init => field = string.IsNullOrEmpty(value) ? throw new ArgumentException("The annotation needs a name.", nameof(value)) : value;
    } = Score.Name;

    /// <summary>The prompt. Default: <see cref="JudgePrompt.Default"/>.</summary>
    public JudgePrompt Prompt { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = JudgePrompt.Default;

    /// <summary>
    /// The maximum number of words of the document in the prompt; the rest is left out, at the border of a paragraph where possible. To judge all of a long
    /// document, divide it by a <see cref="PassageSplitter"/> first. Default: 2,048 (SciLitLLM's passages).
    /// </summary>
    public int MaxWords
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one word is needed.");
    } = 2_048;

    /// <summary>True to keep the reasons of the answer as an annotation. Default: false.</summary>
    public bool KeepsReasons { get; init; }

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: temperature 0, at most 400 tokens (our choice: 100 words and a line, with room to spare).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 400 };

    /// <summary>The repair options. Default: two repairs.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>
    /// The index of this judgement among several judgements of a document, from 0. Several at a temperature above 0, each with its own
    /// <see cref="Annotation"/>, can vote (<c>VoteLabeler</c>). Default: 0.
    /// </summary>
    public int Attempt { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Attempts count from 0."); }

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        List<Range> passages = TextPassages.Split(document.Text, MaxWords);
        var call = new LanguageModelCall
        {
            DocumentId = document.Id,
            Task = TaskName,
            PromptVersion = Prompt.Version,
            Messages = Prompt.BuildMessages(passages.Count == 0 ? "" : document.Text[passages[0]]),
            Model = Model,
            Parameters = Parameters,
            Attempt = Attempt,
            Stage = context,
        };
        StructuredAnswer<int> answer = await calls.CallAsync(call, Prompt.Parse, Repair, cancellationToken).ConfigureAwait(false);
        DocumentEditor judged = document.Edit()
            .Set(new AnnotationKey<int>(Annotation), answer.Value)
            .Set(new AnnotationKey<string>(Annotation + "_model"), answer.Answer.Model)
            .Set(new AnnotationKey<string>(Annotation + "_prompt"), Prompt.Version)
            .Set(new AnnotationKey<bool>(Annotation + "_cut"), passages.Count > 1);
        if (KeepsReasons) judged.Set(new AnnotationKey<string>(Annotation + "_reasons"), JudgePrompt.ReasonsOf(answer.Answer.Text));
        return StageResult.Replace(judged.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Annotation), Annotation);
        writer.Add(nameof(MaxWords), MaxWords);
        writer.Add(nameof(KeepsReasons), KeepsReasons);
        writer.Add(nameof(Attempt), Attempt);
        CallDescription.Write(writer, calls, Model, Parameters, Repair);
        writer.AddScope(nameof(Prompt), Prompt.Describe);
    }
}
