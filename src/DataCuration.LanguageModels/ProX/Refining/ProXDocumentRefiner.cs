using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// ProX's document stage: a refining model reads each document and answers <c>drop_doc()</c> or <c>keep_doc()</c> (arXiv 2409.17115). Adds
/// <see cref="ProXAnnotations.DocumentDecision"/>.
/// </summary>
/// <remarks>
/// An answer that is not a decision keeps the document, with the decision <c>unknown</c>. A document without an answer is a fault, which the run's fault policy
/// can quarantine. A long document is cut before it is put into the prompt; the reference cuts the finished prompt, which then lacks its end.
/// </remarks>
/// <param name="calls">The call layer.</param>
public sealed class ProXDocumentRefiner(LanguageModelCalls calls) : AsyncDocumentTransform
{
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>The chat template. Default: the server's.</summary>
    public ProXTemplate Template { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXTemplate.Server;

    /// <summary>The way to read answers. Default: strict.</summary>
    public ProXMode Mode { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, null); }

    /// <summary>True to accept <c>drop</c> and <c>keep</c> without brackets, which some models write. Strict mode only. Default: false.</summary>
    public bool AcceptsBareWords { get; init; }

    /// <summary>
    /// True to drop a document with <c>drop_doc()</c>, for the reason <c>prox_drop_doc</c>. False to keep it with the decision <c>drop</c>; see
    /// <see cref="ProXChunkRefiner.UsesDocumentDecision"/>. Default: true.
    /// </summary>
    public bool DropsDocuments { get; init; } = true;

    /// <summary>The most tokens of a prompt, template included. Default: 2,000 (GAIR-NLP/ProX; the models read 2,048).</summary>
    public int MaxPromptTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one token is needed.");
    } = 2_000;

    /// <summary>Counts tokens; null to estimate them by script. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>
    /// True to break the markers of prompts and chat templates in the text that the model sees, so that a page cannot end its own quotation. The document does
    /// not change. Default: true (our choice; the reference has no such protection).
    /// </summary>
    public bool BreaksMarkers { get; init; } = true;

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: temperature 0 and at most 16 tokens: a decision has 5 to 8. The reference allows 2,000.</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 16 };

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        int room = MaxPromptTokens - Overhead();
        if (room < 1) throw new CurationException($"The template '{Template.Name}' alone has more tokens than {nameof(MaxPromptTokens)} ({MaxPromptTokens}).");
        string whole = BreaksMarkers ? PromptMarkers.Break(document.Text) : document.Text;
        string text = PromptLength.First(TokenEncoder, whole, room).ToString();
        bool isCut = text.Length < whole.Length;
        LanguageModelAnswer answer = await calls.CallAsync(new LanguageModelCall
        {
            DocumentId = document.Id,
            Task = ProXTasks.Document,
            PromptVersion = $"prox-doc-1-{Template.Name}",
            Messages = Template.BuildMessages(text),
            Model = Model,
            Parameters = Parameters,
            Stage = context,
        }, cancellationToken).ConfigureAwait(false);
        ProXDocumentDecision decision = ProXDocumentProgram.Parse(answer.Text, Mode, AcceptsBareWords);
        if (decision == ProXDocumentDecision.Drop && DropsDocuments) return StageResult.Drop("prox_drop_doc");
        DocumentEditor edited = document.Edit().Set(ProXAnnotations.DocumentDecision, ProXAnnotations.NameOf(decision));
        if (isCut) edited.Set(ProXAnnotations.DocumentCut, true);
        return StageResult.Replace(edited.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Mode), Mode.ToString());
        writer.Add(nameof(AcceptsBareWords), AcceptsBareWords);
        writer.Add(nameof(DropsDocuments), DropsDocuments);
        writer.Add(nameof(MaxPromptTokens), MaxPromptTokens);
        writer.Add(nameof(BreaksMarkers), BreaksMarkers);
        CallDescription.Write(writer, calls, Model, Parameters, null);
        PromptLength.Describe(writer, TokenEncoder);
        writer.AddScope(nameof(Template), Template.Describe);
    }

    /// <summary>Returns the tokens of the template itself.</summary>
    private int Overhead()
    {
        int sum = 0;
        foreach (ChatMessage message in Template.BuildMessages(""))
            sum += PromptLength.Count(TokenEncoder, message.Text) + (int)TokenEstimate.TokensPerMessage;
        return sum;
    }
}
