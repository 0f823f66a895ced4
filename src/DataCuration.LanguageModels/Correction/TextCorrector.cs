namespace DataCuration.LanguageModels;

/// <summary>
/// Repairs text that was extracted from PDF files: a language model corrects format and grammar, chunk by chunk (SciLitLLM, arXiv 2408.15545). A chunk is
/// replaced only if the answer has the form that was asked for and passes a <see cref="CorrectionGuard"/>; otherwise it stays as it was, byte for byte. Adds
/// the annotations of <see cref="CorrectionAnnotations"/>.
/// </summary>
/// <remarks>
/// Chunks end between paragraphs, between lines if a paragraph is too long, and at the start of a page (<c>pdf_page_offsets</c>) if it starts a line. The
/// offsets of pages move with the text. A document with a chunk that got no answer at all is a fault, which the run's fault policy can quarantine. A document
/// can change only its own text: each call has one chunk.
/// </remarks>
/// <param name="calls">The call layer.</param>
public sealed class TextCorrector(LanguageModelCalls calls) : AsyncDocumentTransform
{
    private const string TaskName = "text_correction";
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>The prompt. Default: <see cref="CorrectionPrompt.Default"/>.</summary>
    public CorrectionPrompt Prompt { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CorrectionPrompt.Default;

    /// <summary>The limits that an answer must keep. Default: <see cref="CorrectionGuard.Default"/>.</summary>
    public CorrectionGuard Guard { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CorrectionGuard.Default;

    /// <summary>The maximum number of words of a chunk; 1 or more. Default: 1,024 (SciLitLLM's code, <c>chunk_size</c>).</summary>
    public int MaxWords
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one word is needed.");
    } = 1_024;

    /// <summary>True to keep the text as it was in <see cref="CorrectionAnnotations.Original"/>, for documents that change. Default: false.</summary>
    public bool KeepsOriginal { get; init; }

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The sampling parameters. Default: temperature 0, at most 4,096 tokens (our choice: 1,024 words have about 1,400 in English, and up to three times that
    /// in other languages).
    /// </summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 4_096 };

    /// <summary>
    /// The repair options, also for answers that fail the guard. Default: one repair (our choice: most errors of form can be repaired, and a second failure
    /// leaves the chunk as it was).
    /// </summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxRepairs = 1 };

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        string text = document.Text;
        int[] pages = PageOffsets.Read(document, text);
        List<Range> chunks = TextPassages.Split(text, MaxWords, pages);
        var outcomes = new List<string>(chunks.Count);
        var replacements = new List<string?>(chunks.Count);
        IAsyncEnumerable<(string Outcome, string? Text)> answers = context.RunConcurrentlyAsync(
            chunks, (chunk, token) => CorrectAsync(document.Id, text[chunk], context, token), cancellationToken);
        await foreach ((string outcome, string? corrected) in answers.ConfigureAwait(false))
        {
            outcomes.Add($"\"{outcome}\"");
            replacements.Add(corrected);
        }
        bool isCorrected = replacements.Exists(replacement => replacement is not null);
        DocumentEditor edited = document.Edit()
            .Set(CorrectionAnnotations.Corrected, isCorrected)
            .Set(CorrectionAnnotations.Chunks, $"[{string.Join(',', outcomes)}]")
            .Set(CorrectionAnnotations.Model, Model ?? calls.Endpoint.Model)
            .Set(CorrectionAnnotations.Prompt, Prompt.Version);
        if (!isCorrected) return StageResult.Replace(edited.Build());
        edited.SetText(CorrectedText.Assemble(text, chunks, replacements, pages));
        if (pages.Length > 0) edited.Set(PageOffsets.Annotation, PageOffsets.Format(pages));
        if (KeepsOriginal) edited.Set(CorrectionAnnotations.Original, text);
        return StageResult.Replace(edited.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxWords), MaxWords);
        writer.Add(nameof(KeepsOriginal), KeepsOriginal);
        CallDescription.Write(writer, calls, Model, Parameters, Repair);
        writer.AddScope(nameof(Prompt), Prompt.Describe);
        writer.AddScope(nameof(Guard), Guard.Describe);
    }

    /// <summary>Corrects one chunk. The text is null if the chunk stays as it was.</summary>
    private async ValueTask<(string Outcome, string? Text)> CorrectAsync(string id, string chunk, StageContext context, CancellationToken cancellationToken)
    {
        var call = new LanguageModelCall
        {
            DocumentId = id,
            Task = TaskName,
            PromptVersion = Prompt.Version,
            Messages = Prompt.BuildMessages(chunk),
            Model = Model,
            Parameters = Parameters,
            Stage = context,
        };
        try
        {
            StructuredAnswer<string> answer =
                await calls.CallAsync(call, text => Guard.Accept(chunk, CorrectionPrompt.Parse(text)), Repair, cancellationToken).ConfigureAwait(false);
            return answer.Value == chunk ? (CorrectionAnnotations.NameOf(CorrectionOutcome.Unchanged), null)
                : (CorrectionAnnotations.NameOf(CorrectionOutcome.Corrected), answer.Value);
        }
        catch (AnswerRejectedException e)
        {
            return (e.Reason, null);
        }
        catch (LanguageModelCallException e) when (e.Failure == CallFailure.BadRequest)
        {
            return ("bad_request", null); // mostly a content filter of the server
        }
    }
}
