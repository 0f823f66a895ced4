using DataCuration.Deduplication;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of Spanish biomedical text in clean sentences, with clinical notes as they are. After Carrino and others, <em>Pretrained Biomedical Language Models
/// for Clinical NLP in Spanish</em> (BioNLP 2022), and the pipeline that they used. What is ours: docs/recipe-spanish-clinical.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.FastText;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// var options = new SpanishClinicalOptions
/// {
///     Identifier = new FastTextLanguageIdentifier(FastTextModel.Load("lid.176.ftz")),
///     ClinicalNotes = Corpus.FromJsonl("notes/*.jsonl"),
/// };
/// Corpus corpus = await SpanishClinicalRecipe.BuildAsync(Corpus.FromJsonl("biomedical/*.jsonl"), run, options);
/// await corpus.WriteJsonlAsync("spanish-clinical", run);
/// </code>
/// </example>
public static class SpanishClinicalRecipe
{
    /// <summary>The drop reason of a document whose sentences are mostly those of earlier documents.</summary>
    public const string RepeatedReason = "repeated_sentences";

    /// <summary>Builds the corpus. Duplicates are found here; documents are written when the result is.</summary>
    /// <param name="biomedical">Articles, patents, leaflets and pages of the domain, all in one corpus, so that duplicates across them are found.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options. An identifier of languages is needed.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>The cleaned documents, one sentence a line, and then the clinical notes.</returns>
    public static async Task<Corpus> BuildAsync(
        Corpus biomedical, CurationRun run, SpanishClinicalOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(biomedical);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        Corpus sentences = biomedical.Pipe(
            new MojibakeRepair(),
            new NemoUrlRemover(),
            new WhiteSpaceNormalizer { CollapsesSpaces = true });
        sentences = Deidentify(sentences, options).Pipe(
            new CharacterCountFilter { Min = options.MinDocumentCharacters },
            new NemoNumbersFilter { Max = options.MaxDigitShare },
            new LanguageTagger(options.Identifier),
            new LanguageFilter(options.Language) { MinScore = options.MinDocumentLanguageScore },
            new SentenceFilter
            {
                MinCharacters = options.MinSentenceCharacters,
                Identifier = options.Identifier,
                Languages = [options.Language],
                MinLanguageScore = options.MinSentenceLanguageScore,
            });
        // The filter puts each sentence on a line, so lines are sentences here.
        var windows = new SentenceDeduplication { WindowSentences = 1, Unit = SentenceUnit.Lines };
        using DuplicateSpans repeated = await sentences.FitAsync(windows, run, cancellationToken).ConfigureAwait(false);
        var share = new DuplicateShareSelection(repeated) { MaxShare = options.MaxRepeatedShare };
        Corpus clean = sentences.Keep(await sentences.FitAsync(share, run, cancellationToken).ConfigureAwait(false), RepeatedReason);
        return options.ClinicalNotes is { } notes ? Corpus.Concat(clean, Deidentify(notes, options)) : clean;
    }

    private static Corpus Deidentify(Corpus corpus, SpanishClinicalOptions options) => options.PersonalData == PersonalDataKinds.None ? corpus
        : corpus.Pipe(new PersonalDataRemover { Kinds = options.PersonalData });
}
