namespace DataCuration.LanguageModels;

/// <summary>
/// ProX's chunk stage: a refining model reads each document in chunks of numbered lines and writes a small program for each, which
/// <see cref="ProXExecutor"/> executes (arXiv 2409.17115). Adds the annotations of <see cref="ProXAnnotations"/>.
/// </summary>
/// <remarks>
/// No answer damages a document: a program that is not understood, or removes too much, leaves it as it is. A document with a chunk that got no answer is a
/// fault, which the run's fault policy can quarantine. A chunk that is longer than the chunker's window, a single long line, is not sent.
/// </remarks>
/// <param name="calls">The call layer.</param>
public sealed class ProXChunkRefiner(LanguageModelCalls calls) : AsyncDocumentTransform
{
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));
    private ProXExecutor executor = new();

    /// <summary>The chat template. Default: the server's.</summary>
    public ProXTemplate Template { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXTemplate.Server;

    /// <summary>The options for executing programs. Default: strict mode.</summary>
    public ProXOptions Options
    {
        get => executor.Options;
        init => executor = new ProXExecutor(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>
    /// Divides documents into chunks. Default: windows of 1,500 tokens (GAIR-NLP/ProX), estimated by script. Give it the refiner's tokenizer for exact windows.
    /// </summary>
    public ProXChunker Chunker { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new(ProXLineCounter.Estimate);

    /// <summary>
    /// True if a document whose field <see cref="ProXAnnotations.DocumentDecision"/> says <c>drop</c> may lose <see cref="ProXOptions.MaxRemovedShare"/> of its
    /// words and more: two stages agree then. Input records can have this field too, so use it only for fields of your own runs. Default: false.
    /// </summary>
    public bool UsesDocumentDecision { get; init; }

    /// <summary>True to keep the text as it was in <see cref="ProXAnnotations.Original"/>, for documents that change. Default: false.</summary>
    public bool KeepsOriginal { get; init; }

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: temperature 0 and at most 256 tokens (GAIR-NLP/ProX): about 19 calls. Longer programs are cut.</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 256 };

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<ProXChunk> chunks = Chunker.Split(document);
        var programs = new List<ProXChunkProgram>(chunks.Count);
        IAsyncEnumerable<ProXChunkProgram> answers = context.RunConcurrentlyAsync(chunks.Where(chunk => !chunk.IsTooLong), async (chunk, token) =>
        {
            LanguageModelAnswer answer = await calls.CallAsync(new LanguageModelCall
            {
                DocumentId = document.Id,
                Task = ProXTasks.Chunk,
                PromptVersion = $"prox-chunk-1-{Template.Name}",
                Messages = Template.BuildMessages(chunk.FormatPrompt()),
                Model = Model,
                Parameters = Parameters,
                Stage = context,
            }, token).ConfigureAwait(false);
            return chunk.WithProgram(answer.Text);
        }, cancellationToken);
        await foreach (ProXChunkProgram program in answers.ConfigureAwait(false)) programs.Add(program);

        ProXDocumentDecision decision = UsesDocumentDecision ? ProXAnnotations.DecisionOf(document) : ProXDocumentDecision.Unknown;
        ProXResult result = executor.Execute(document.Utf8Text, programs, decision, cancellationToken);
        if (result.Outcome == ProXOutcome.Dropped) return StageResult.Drop("prox_" + ProXAnnotations.NameOf(result.Reason));
        DocumentEditor edited = document.Edit();
        if (result.Outcome == ProXOutcome.Edited)
        {
            edited.SetText(result.Utf8Text);
            if (KeepsOriginal) edited.Set(ProXAnnotations.Original, document.Text);
        }
        edited.Set(ProXAnnotations.Program, ProXProgram.Escape(ProXProgram.Join(programs.Select(program => program.Program))))
            .Set(ProXAnnotations.Outcome, ProXAnnotations.NameOf(result.Outcome))
            .Set(ProXAnnotations.Calls, ProXAnnotations.CallsOf(result))
            .Set(ProXAnnotations.WordsRemoved, result.Outcome == ProXOutcome.Edited ? result.WordsRemoved : 0)
            .Set(ProXAnnotations.Errors, result.Errors);
        if (result.Reason != ProXReason.None) edited.Set(ProXAnnotations.Reason, ProXAnnotations.NameOf(result.Reason));
        return StageResult.Replace(edited.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(UsesDocumentDecision), UsesDocumentDecision);
        writer.Add(nameof(KeepsOriginal), KeepsOriginal);
        CallDescription.Write(writer, calls, Model, Parameters, null);
        writer.AddScope(nameof(Chunker), Chunker.Describe);
        writer.AddScope(nameof(Template), Template.Describe);
        writer.AddScope(nameof(Options), Options.Describe);
    }
}
