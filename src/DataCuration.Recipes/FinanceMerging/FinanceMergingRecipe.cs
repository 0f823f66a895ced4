using DataCuration.Deduplication;
using DataCuration.Filters;
using DataCuration.Synthesis;
using TextForm = DataCuration.Deduplication.TextForm;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus for the continued pretraining of a base model on finance; <see cref="ModelMergePlan"/> then adds the instruction vector of the same base. After
/// Hirano and Imajo 2024, <em>The Construction of Instruction-tuned LLMs for Finance without Instruction Data Using Continual Pretraining and Model
/// Merging</em> (arXiv 2409.19854). What is ours: docs/recipe-finance-merging.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// var options = new FinanceMergingOptions { General = Corpus.FromJsonl("general/*.jsonl"), GeneralShare = 0.1 };
/// Corpus mix = await FinanceMergingRecipe.BuildAsync(Corpus.FromJsonl("finance/*.jsonl"), run, options);
/// await mix.WriteJsonlAsync("finance-mix", run);
/// var plan = new ModelMergePlan { Base = "models/base", Continued = "models/finance", Instruct = "models/instruct" };
/// plan.Save("merge-plan.json");
/// </code>
/// </example>
public static class FinanceMergingRecipe
{
    /// <summary>Builds the corpus. Duplicates are found here, and a mix is written. A corpus without general text is written when it is used.</summary>
    /// <param name="finance">Documents of finance.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>
    /// The documents of finance, cleaned. With general text they are shuffled with it, and <see cref="ReplayMix.Role"/> tells which are which. A general
    /// document that repeats one of finance is left out.
    /// </returns>
    public static async Task<Corpus> BuildAsync(
        Corpus finance, CurationRun run, FinanceMergingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(finance);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new FinanceMergingOptions();
        Corpus clean = await CleanAsync(finance, null, run, options, cancellationToken).ConfigureAwait(false);
        if (options.General is not { } general || options.GeneralShare == 0) return clean;
        Corpus other = await CleanAsync(general, clean, run, options, cancellationToken).ConfigureAwait(false);
        var mix = new ReplayMix(other) { Share = options.GeneralShare, Seed = options.Seed, TokenEncoder = options.TokenEncoder };
        return (await clean.FitAsync(mix, run, cancellationToken).ConfigureAwait(false)).Corpus;
    }

    private static Task<Corpus> CleanAsync(
        Corpus corpus, Corpus? known, CurationRun run, FinanceMergingOptions options, CancellationToken cancellationToken) =>
        RecipeSteps.DeduplicateAsync(
            corpus.Pipe(
                new MojibakeRepair(),
                new WhiteSpaceNormalizer { MaxBlankLines = 1 },
                new CharacterCountFilter { Min = options.MinCharacters },
                new NemoNumbersFilter { Max = options.MaxDigitShare },
                new PersonalDataRemover()),
            run, TextForm.CaseAndWhiteSpace, options.Similarity, cancellationToken, known);
}
