using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Rates every document with a language model by DataMan's criteria, and notes the scores and the domain on it (<see cref="DataManCriteria.Annotation"/>, <see cref="DataManDomains.Annotation"/>). Nothing is dropped and no
/// score is made up: a document whose answers stay unusable after the repairs is a fault (<see cref="AnswerRejectedException"/>), to be quarantined by the run's fault policy.
/// </summary>
/// <param name="calls">The way to the model.</param>
public sealed class DataManRater(LanguageModelCalls calls) : AsyncDocumentTransform
{
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>What is asked for, and in which language. Not used with <see cref="UsesTeacherPrompt"/>, but for the language. Default: all ratings, in English.</summary>
    public DataManPrompt Prompt { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>Whether documents that a <see cref="LanguageTagger"/> marked as Chinese (<c>zh</c>) get the Chinese prompt and limits, and all others the English. Default: false, the prompt's language for all.</summary>
    public bool LanguageFromAnnotation { get; init; }

    /// <summary>Whether the model is a teacher: a general one that is asked with all definitions and answers step by step (<see cref="DataManTeacher"/>). Default: false.</summary>
    public bool UsesTeacherPrompt { get; init; }

    /// <summary>How the text is made ready.</summary>
    public DataManTextOptions Text { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The model's name; null for the endpoint's. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>How the model is asked; null for temperature 0, seed 1024 and as many tokens as the answer has in the authors' models, 29 or 1 (paper's code), or the teacher's (<see cref="DataManTeacher.Parameters"/>). Default: null.</summary>
    public CallParameters? Parameters { get; init; }

    /// <summary>How often an unusable answer may be put right. Default: twice.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>Which of several ratings of a document this is, from 0. Default: 0.</summary>
    public int Attempt { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Attempts count from 0."); }

    /// <summary>As many as the endpoint takes at once.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <summary>Rates one document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AnswerRejectedException">No answer could be used.</exception>
    /// <exception cref="LanguageModelCallException">No answer came.</exception>
    /// <exception cref="RunStoppedException">Nothing can go on.</exception>
    public async Task<DataManRating> RateAsync(Document document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DataManLanguage language = !LanguageFromAnnotation ? Prompt.Language
            : document.TryGet(LanguageTagger.Language, out string? tagged) && tagged == "zh" ? DataManLanguage.Chinese : DataManLanguage.English;
        string text = DataManText.Prepare(document.Text, language, Text);
        string suffix = language == DataManLanguage.Chinese ? "-zh" : "-en";
        LanguageModelCall call = UsesTeacherPrompt
            ? Call("dataman_teacher", DataManTeacher.Version + suffix, DataManTeacher.BuildMessages(text, language))
            : Call("dataman_" + DataManPrompt.WireName(Prompt.Mode), DataManPrompt.Version + suffix, (Prompt with { Language = language }).BuildMessages(text));
        AnswerParser<DataManRating> parser = UsesTeacherPrompt ? DataManTeacher.Parser() : DataManAnswer.Parser(Prompt.Mode);
        StructuredAnswer<DataManRating> answer = await calls.CallAsync(call, parser, Repair, cancellationToken).ConfigureAwait(false);
        return answer.Value;

        LanguageModelCall Call(string task, string version, IReadOnlyList<ChatMessage> messages) => new(document.Id, task, version, messages) { Model = Model, Parameters = EffectiveParameters(), Attempt = Attempt };
    }

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        DataManRating rating = await RateAsync(document, cancellationToken).ConfigureAwait(false);
        return StageResult.Replace(rating.Annotate(document));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Model), Model ?? calls.Endpoint.Model);
        writer.Add(nameof(UsesTeacherPrompt), UsesTeacherPrompt);
        writer.Add("teacher_version", DataManTeacher.Version);
        writer.Add(nameof(LanguageFromAnnotation), LanguageFromAnnotation);
        writer.Add(nameof(Attempt), Attempt);
        Scope(nameof(Prompt), Prompt.Describe);
        Scope(nameof(Text), Text.Describe);
        Scope(nameof(Parameters), EffectiveParameters().Describe);
        Scope(nameof(Repair), Repair.Describe);

        void Scope(string name, Action<FingerprintWriter> describe)
        {
            writer.BeginScope(name);
            describe(writer);
            writer.EndScope();
        }
    }

    private CallParameters EffectiveParameters() =>
        Parameters ?? (UsesTeacherPrompt ? DataManTeacher.Parameters : new CallParameters { Temperature = 0, Seed = 1024, MaxOutputTokens = DataManPrompt.MaxAnswerTokens(Prompt.Mode) });
}
