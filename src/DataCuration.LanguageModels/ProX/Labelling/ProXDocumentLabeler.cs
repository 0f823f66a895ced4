using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Labels documents for the training of a document refiner: a large general model scores each text's use for learners and its cleanness, and the rule of the
/// paper decides (ProX, appendix A.1). Adds <see cref="Learning"/>, <see cref="Structure"/> and <see cref="Label"/>.
/// </summary>
/// <remarks>A document without usable scores is a fault, which the run's fault policy can quarantine.</remarks>
/// <param name="calls">The call layer.</param>
public sealed class ProXDocumentLabeler(LanguageModelCalls calls) : AsyncDocumentTransform
{
    private const string LearningTask = "prox_label_learning", StructureTask = "prox_label_structure";
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>The score for learners, 0 to 5.</summary>
    public static AnnotationKey<int> Learning { get; } = new("prox_learning");

    /// <summary>The score of cleanness, 0 to 5.</summary>
    public static AnnotationKey<int> Structure { get; } = new("prox_structure");

    /// <summary>
    /// The text that was scored, if it is not the document's text: its start, without white space around it and with broken markers. A refiner is trained on
    /// it.
    /// </summary>
    public static AnnotationKey<string> Input { get; } = new("prox_input");

    /// <summary>The program that a refiner learns: <c>keep_doc()</c> or <c>drop_doc()</c>.</summary>
    public static AnnotationKey<string> Label { get; } = new("prox_label");

    /// <summary>The prompts. Default: <see cref="ProXLabelPrompts.Default"/>.</summary>
    public ProXLabelPrompts Prompts { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXLabelPrompts.Default;

    /// <summary>The most tokens of a text in the prompt; the rest is left out. Default: 2,000, what a refiner sees of it (GAIR-NLP/ProX).</summary>
    public int MaxTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one token is needed.");
    } = 2_000;

    /// <summary>Counts tokens; null to estimate them by script. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: temperature 0, at most 400 tokens (our choice: three sentences and a line).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 400 };

    /// <summary>The repair options. Default: two repairs.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <summary>
    /// Decides by the scores: 3 points for learners keep a document, and 2 if it is clean, with at least 4 points (ProX, appendix A.1; the paper does not say
    /// what happens to the others with 2: they are dropped).
    /// </summary>
    /// <param name="learning">The score for learners.</param>
    /// <param name="structure">The score of cleanness.</param>
    /// <returns>True to keep the document.</returns>
    public static bool Keeps(int learning, int structure) => learning >= 3 || (learning == 2 && structure >= 4);

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        string text = PromptLength.First(TokenEncoder, PromptMarkers.Break(document.Text), MaxTokens).Trim().ToString();
        (string Task, string Name, string Prompt)[] questions =
            [(LearningTask, "LEARNING", Prompts.LearningOf(text)), (StructureTask, "STRUCTURE", Prompts.StructureOf(text))];
        var scores = new List<int>(questions.Length);
        IAsyncEnumerable<int> answers = context.RunConcurrentlyAsync(questions, async (question, token) =>
        {
            var call = new LanguageModelCall
            {
                DocumentId = document.Id,
                Task = question.Task,
                PromptVersion = Prompts.Version,
                Messages = [new ChatMessage(ChatRole.User, question.Prompt)],
                Model = Model,
                Parameters = Parameters,
                Stage = context,
            };
            return (await calls.CallAsync(call, ProXScore.Parser(question.Name), Repair, token).ConfigureAwait(false)).Value;
        }, cancellationToken);
        await foreach (int score in answers.ConfigureAwait(false)) scores.Add(score);
        DocumentEditor labelled = document.Edit().Set(Learning, scores[0]).Set(Structure, scores[1])
            .Set(Label, Keeps(scores[0], scores[1]) ? "keep_doc()" : "drop_doc()");
        if (text != document.Text) labelled.Set(Input, text);
        return StageResult.Replace(labelled.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxTokens), MaxTokens);
        CallDescription.Write(writer, calls, Model, Parameters, Repair);
        PromptLength.Describe(writer, TokenEncoder);
        writer.AddScope(nameof(Prompts), Prompts.Describe);
    }
}
