using System.Runtime.CompilerServices;
using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Synthesis;

/// <summary>
/// Translates documents, as a source of training text in a language that has too little of it. The child is the translation of the whole document, marked as
/// such: <see cref="SyntheticAnnotations.Method"/> is <c>translation</c>, and <see cref="SyntheticAnnotations.SourceLanguage"/> and
/// <see cref="SyntheticAnnotations.TargetLanguage"/> name the languages. So selections and mixes can tell it from text that people wrote.
/// </summary>
/// <remarks>
/// <para>A long document is translated in passages, which are put together again with the white space that was between them. The paragraphs stay.</para>
/// <para>A translation is checked: its length, its paragraphs, how much of the source it repeats, and its language if there is an <see cref="Identifier"/>. If
/// a passage has no usable translation, the document has none: the child is empty, with the problem in <see cref="SyntheticAnnotations.Problem"/>, and
/// <see cref="SyntheticTextFilter"/> drops it. A text that was not translated never has the mark of a translation.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.LanguageModels;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Faults = FaultPolicy.Quarantine(0.05) });
/// using var endpoint = new LanguageModelEndpoint(new Uri("http://127.0.0.1:8000/v1/"), new EndpointOptions { Model = "qwen", MaxConcurrency = 64 });
/// using CallLedger ledger = CallLedger.Open("ledger");
/// var translator = new Translator(new LanguageModelCalls(endpoint, ledger), "it", "Italian") { SourceLanguage = "en" };
/// await Corpus.FromJsonl("medicine/*.jsonl").Pipe(translator, new SyntheticTextFilter()).WriteJsonlAsync("translated", run);
/// </code>
/// </example>
public sealed class Translator : TextExpander
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/>.</summary>
    public const string MethodName = "translation";

    /// <summary>The problem of a document that is in the target language already. The model is not called.</summary>
    public const string SameLanguage = "same_language";

    /// <summary>The problem of a translation outside of <see cref="MinLengthRatio"/> and <see cref="MaxLengthRatio"/>.</summary>
    public const string LengthRatio = "length_ratio";

    /// <summary>The problem of a translation with another number of paragraphs.</summary>
    public const string ParagraphCount = "paragraphs";

    /// <summary>The problem of a translation that repeats its source.</summary>
    public const string Untranslated = "untranslated";

    /// <summary>The problem of a translation that <see cref="Identifier"/> finds in another language.</summary>
    public const string WrongLanguage = "wrong_language";

    /// <summary>Creates the stage.</summary>
    /// <param name="calls">The call layer.</param>
    /// <param name="language">The target language: a tag such as <c>it</c>.</param>
    /// <param name="languageName">The target language as the prompt names it, such as <c>Italian</c>.</param>
    /// <exception cref="ArgumentException">The tag does not start with a language.</exception>
    public Translator(LanguageModelCalls calls, string language, string languageName)
        : base(calls, MethodName)
    {
        ArgumentNullException.ThrowIfNull(language);
        Language = LanguageTags.Primary(language) ?? throw new ArgumentException($"'{language}' is no language tag.", nameof(language));
        LanguageName = PromptText.NotEmpty(languageName);
    }

    /// <summary>The target language: the tag's primary subtag.</summary>
    public string Language { get; }

    /// <summary>The target language as the prompt names it.</summary>
    public string LanguageName { get; }

    /// <summary>
    /// The language of the documents, for provenance; null to take each document's <see cref="LanguageTagger.Language"/>, or <c>und</c>. Default: null.
    /// </summary>
    public string? SourceLanguage { get; init; }

    /// <summary>The prompt. Default: ours.</summary>
    public TranslationPrompt Prompt { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The sampling parameters. Default: temperature 0.3, so that another sample differs, and at most 4,096 tokens (our choices).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 0.3f, MaxOutputTokens = 4_096 };

    /// <summary>The maximum length of a passage in tokens; 1 or more. Default: 1,000 (our choice).</summary>
    public int MaxPassageTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A passage has at least one token.");
    } = 1_000;

    /// <summary>
    /// The minimum length of a passage's translation, as a share of the passage's, both in UTF-8 bytes. Default: 0.3 (our choice: English has about 0.4 times
    /// the bytes of Hindi, and a translation that stops early is shorter).
    /// </summary>
    public double MinLengthRatio { get; init => field = CheckRatio(value); } = 0.3;

    /// <summary>The maximum length of a passage's translation, as a share of the passage's, both in UTF-8 bytes. Default: 4 (our choice; see above).</summary>
    public double MaxLengthRatio { get; init => field = CheckRatio(value); } = 4;

    /// <summary>True if a passage's translation must have the passage's number of paragraphs, divided by empty lines. Default: true.</summary>
    public bool KeepsParagraphs { get; init; } = true;

    /// <summary>
    /// The maximum share of a translation that repeats its source verbatim (<see cref="SyntheticAnnotations.Verbatim"/>), in [0, 1]. Code, addresses and names
    /// repeat. Default: 0.5 (our choice).
    /// </summary>
    public double MaxVerbatim { get; init => field = CheckShare(value); } = 0.5;

    /// <summary>Identifies the language of translations, to drop those in another one; null to trust the model. Default: null.</summary>
    public ILanguageIdentifier? Identifier { get; init; }

    /// <summary>Languages that the identifier may name instead of the target, such as <c>nn</c> and <c>nb</c> for <c>no</c>. Default: none.</summary>
    public IReadOnlyList<string> AlsoAccepts { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    private string PromptVersion => $"{Prompt.Version}/{Language}";

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        var source = new DocumentTexts(Settings, Calls, document, context);
        string? tagged = SourceLanguage ?? (document.TryGet(LanguageTagger.Language, out string? found) ? found : null);
        string language = LanguageTags.Primary(tagged) ?? LanguageTags.Undetermined;
        GeneratedText text = language == Language ? new GeneratedText("", SameLanguage)
            : await TranslateAsync(source, context, cancellationToken).ConfigureAwait(false);
        yield return source.Annotate(new Document(null, text.Text).Edit(), text, MethodName, PromptVersion)
            .Set(SyntheticAnnotations.SourceLanguage, language).Set(SyntheticAnnotations.TargetLanguage, Language).Build();
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("method", "translation/1");
        DescribeSettings(writer);
        writer.Add(nameof(Language), Language);
        writer.Add(nameof(LanguageName), LanguageName);
        writer.Add(nameof(SourceLanguage), SourceLanguage);
        writer.Add(nameof(MaxPassageTokens), MaxPassageTokens);
        writer.Add(nameof(MinLengthRatio), MinLengthRatio);
        writer.Add(nameof(MaxLengthRatio), MaxLengthRatio);
        writer.Add(nameof(KeepsParagraphs), KeepsParagraphs);
        writer.Add(nameof(MaxVerbatim), MaxVerbatim);
        for (int i = 0; i < AlsoAccepts.Count; i++) writer.Add($"also.{GeneratedShards.Format(i)}", AlsoAccepts[i]);
        writer.AddScope(nameof(Prompt), Prompt.Describe);
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        writer.AddScope(nameof(Identifier), scope =>
        {
            if (Identifier is null) scope.Add("kind", null);
            else Identifier.Describe(scope);
        });
    }

    private async Task<GeneratedText> TranslateAsync(DocumentTexts source, StageContext context, CancellationToken cancellationToken)
    {
        List<Passage> passages = JoinablePassages.Split(source.Source.Text, MaxPassageTokens, TokenEncoder);
        if (passages.Count == 0) return new GeneratedText("", SyntheticTextFilter.TooShort);
        var check = new TranslationCheck(this, source);
        var instruction = new ChatMessage(ChatRole.System, Prompt.Instruction.Replace(TranslationPrompt.LanguagePlace, LanguageName, StringComparison.Ordinal));
        var parts = new List<GeneratedText>();
        IAsyncEnumerable<GeneratedText> answers = context.RunConcurrentlyAsync(passages, (passage, token) => source.AskAsync(
            new TextQuestion("passage", PromptVersion, [instruction, new(ChatRole.User, EnclosedText.Of(passage.Text, "passage"))], Parameters)
            {
                Check = answer => check.Passage(passage.Text, answer),
            }, token), cancellationToken);
        await foreach (GeneratedText part in answers.ConfigureAwait(false))
        {
            if (part.Problem is not null) return Failed(part.Problem); // the calls that have not started are not made
            parts.Add(part);
        }
        string text = JoinablePassages.Join(passages, [.. parts.Select(part => part.Text)]);
        if (check.Whole(text) is { } problem) return Failed(problem);
        return new GeneratedText(text, null, parts.Sum(part => part.Tokens), parts.Max(part => part.Attempt), parts[0].ServedBy);

        // Nothing that could be taken for a translation.
        static GeneratedText Failed(string problem) => new("", problem);
    }

    private static double CheckRatio(double value) => value > 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A ratio is above 0 and finite.");
}
