using DataCuration.Selection;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Rates every document with a language model by DataMan's criteria. Adds the scores and the domain as annotations (<see cref="DataManCriteria.Annotation"/>,
/// <see cref="DataManDomains.Annotation"/>).
/// </summary>
/// <remarks>
/// No document is dropped and no score is guessed. If no answer can be used after the repairs, the document is a fault (<see cref="AnswerRejectedException"/>),
/// which the run's fault policy can quarantine.
/// </remarks>
/// <param name="calls">The call layer.</param>
public sealed class DataManRater(LanguageModelCalls calls) : AsyncDocumentTransform
{
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>The prompt. With <see cref="UsesTeacherPrompt"/>, only its language is used. Default: all ratings, in English.</summary>
    public DataManPrompt Prompt { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// True to choose the prompt's language and limits by document: Chinese if a <see cref="LanguageTagger"/> tagged it <c>zh</c>, otherwise English. False to
    /// use the prompt's language for all documents. Default: false.
    /// </summary>
    public bool LanguageFromAnnotation { get; init; }

    /// <summary>
    /// True if the model is a teacher: a general model that gets a prompt with all definitions and answers step by step (<see cref="DataManTeacher"/>).
    /// Default: false.
    /// </summary>
    public bool UsesTeacherPrompt { get; init; }

    /// <summary>The options for preparing the text.</summary>
    public DataManTextOptions Text { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The sampling parameters. If null: for a teacher, <see cref="DataManTeacher.Parameters"/>; otherwise temperature 0, seed 1024 and a limit of 29 or 1
    /// tokens, the answer's length for the authors' models (paper's code). Default: null.
    /// </summary>
    public CallParameters? Parameters { get; init; }

    /// <summary>The repair options. Default: two repairs.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>
    /// The index of this rating among several ratings of a document, from 0. It is added to the seed. Another rating needs <see cref="Parameters"/> with a
    /// temperature above 0: at 0, a model gives the same answer again. Default: 0.
    /// </summary>
    public int Attempt { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Attempts count from 0."); }

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <summary>Rates one document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="AnswerRejectedException">No answer could be parsed.</exception>
    /// <exception cref="LanguageModelCallException">No answer was received.</exception>
    /// <exception cref="RunStoppedException">The run cannot continue.</exception>
    public Task<DataManRating> RateAsync(Document document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        return RateAsync(document, null, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        DataManRating rating = await RateAsync(document, context, cancellationToken).ConfigureAwait(false);
        return StageResult.Replace(rating.Annotate(document));
    }

    private async Task<DataManRating> RateAsync(Document document, StageContext? stage, CancellationToken cancellationToken)
    {
        DataManLanguage language = !LanguageFromAnnotation ? Prompt.Language
            : document.TryGet(LanguageTagger.Language, out string? tagged) && tagged == "zh" ? DataManLanguage.Chinese : DataManLanguage.English;
        string text = DataManText.Prepare(document.Text, language, Text);
        string suffix = language == DataManLanguage.Chinese ? "-zh" : "-en";
        DataManPrompt prompt = Prompt with { Language = language };
        LanguageModelCall call = UsesTeacherPrompt
            ? Call("dataman_teacher", DataManTeacher.Version + suffix, DataManTeacher.BuildMessages(text, language))
            : Call("dataman_" + DataManPrompt.WireName(Prompt.Mode), prompt.Version + suffix, prompt.BuildMessages(text));
        AnswerParser<DataManRating> parser = UsesTeacherPrompt ? DataManTeacher.Parser() : DataManAnswer.Parser(Prompt.Mode);
        StructuredAnswer<DataManRating> answer = await calls.CallAsync(call, parser, Repair, cancellationToken).ConfigureAwait(false);
        return answer.Value;

        LanguageModelCall Call(string task, string version, IReadOnlyList<ChatMessage> messages) => new()
        {
            DocumentId = document.Id,
            Task = task,
            PromptVersion = version,
            Messages = messages,
            Model = Model,
            Parameters = EffectiveParameters(),
            Attempt = Attempt,
            Stage = stage,
        };
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        calls.Describe(writer, Model);
        writer.Add(nameof(UsesTeacherPrompt), UsesTeacherPrompt);
        writer.Add("teacher_version", DataManTeacher.Version);
        writer.Add(nameof(LanguageFromAnnotation), LanguageFromAnnotation);
        if (LanguageFromAnnotation) writer.Add("chinese_version", (Prompt with { Language = DataManLanguage.Chinese }).Version);
        writer.Add(nameof(Attempt), Attempt);
        writer.AddScope(nameof(Prompt), Prompt.Describe);
        writer.AddScope(nameof(Text), Text.Describe);
        writer.AddScope(nameof(Parameters), EffectiveParameters().Describe);
        writer.AddScope(nameof(Repair), Repair.Describe);
    }

    private CallParameters EffectiveParameters() =>
        Parameters ?? (UsesTeacherPrompt ? DataManTeacher.Parameters
            : new CallParameters { Temperature = 0, Seed = 1024, MaxOutputTokens = DataManPrompt.MaxAnswerTokens(Prompt.Mode) });
}
