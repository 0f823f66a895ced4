namespace DataCuration.Filters;

/// <summary>
/// C4's filter by bad words as datatrove applies it: drops a text that has an entry of its language's list, as whole words; in Japanese, Thai and Chinese
/// anywhere. Drop reason: <c>document_removed_with_badwords</c>.
/// </summary>
/// <param name="lists">The lists. The library contains none.</param>
/// <remarks>
/// Defaults are those of datatrove's <c>c4_filters.py</c>. The text is compared in lower case, and two blanks between words do not match one.
/// </remarks>
public sealed class C4BadWordsFilter(BadWordLists lists) : RuleFilter("c4_badwords")
{
    private readonly BadWordLists lists = lists ?? throw new ArgumentNullException(nameof(lists),
        $"{nameof(C4BadWordsFilter)} needs lists of bad words: read them with {nameof(BadWordLists)}.{nameof(BadWordLists.Load)}.");

    /// <summary>The share of texts with bad words that are kept, by chance. Default: 0.</summary>
    public double KeptShare { get; init => field = RuleChecks.Share(value, nameof(KeptShare)); }

    /// <summary>True if a document in a language without a list is a fault, false to keep it. Default: true.</summary>
    public bool FailsOnMissingLanguage { get; init; } = true;

    /// <summary>The language of a document that has no language annotation. Default: <c>en</c>.</summary>
    public string DefaultLanguage
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "en";

    /// <summary>The annotation or field with the language. Default: <c>language</c>.</summary>
    public string LanguageField
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = LanguageTagger.Language.Name;

    /// <summary>The seed of <see cref="KeptShare"/>, beside the document's id. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        if (!document.TryGet(new AnnotationKey<string>(LanguageField), out string? language) || language is null) language = DefaultLanguage;
        WordMatcher? matcher = lists.Find(language);
        if (matcher is null)
        {
            if (FailsOnMissingLanguage)
                throw new InvalidDataException($"Document '{document.Id}': there is no list of bad words for language '{language}', only for "
                    + $"{string.Join(", ", lists.Languages)}. Add it, or set {nameof(FailsOnMissingLanguage)} to false.");
            return StageResult.Keep;
        }
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        C4Scratch scratch = context.Scratch<C4Scratch>();
        RepetitionScratch.Resize(ref scratch.Lower, LowerText.Capacity(text.Length));
        bool found = matcher.IsIn(scratch.Lower.AsSpan(0, LowerText.Write(text, scratch.Lower)));
        measures.Add("found", found);
        if (!found || (KeptShare > 0 && SamplerFilter.Keeps(SeededRandom.Create(Seed, Prefix, document.Id).NextDouble(), KeptShare))) return StageResult.Keep;
        return StageResult.Drop("document_removed_with_badwords");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(lists), lists);
        writer.Add(nameof(KeptShare), KeptShare);
        writer.Add(nameof(FailsOnMissingLanguage), FailsOnMissingLanguage);
        writer.Add(nameof(DefaultLanguage), DefaultLanguage);
        writer.Add(nameof(LanguageField), LanguageField);
        writer.Add(nameof(Seed), Seed);
    }
}
