using DataCuration.Deduplication;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>
/// Corpora of social media posts for domain-adaptive and task-adaptive pretraining (DAPT and TAPT): masked, in the wanted languages, each post once, and
/// without the texts of the evaluation. After AfroXLMR-Social (Belay et al. 2025, arXiv 2503.18247): docs/recipe-social-media.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// var options = new SocialMediaOptions { Task = Corpus.FromJsonl("sentiment/train.jsonl"), Evaluation = Corpus.FromJsonl("sentiment/test.jsonl") };
/// RecipeResult result = await SocialMediaRecipe.BuildAsync(Corpus.FromJsonl("posts/*.jsonl"), run, options);
/// await result.WriteJsonlAsync("social", run); // social/domain-adaptive and social/task-adaptive
/// </code>
/// </example>
public static class SocialMediaRecipe
{
    /// <summary>The texts that <see cref="PersonalDataRemover"/> writes by default.</summary>
    private static readonly string[] PersonalMasks = ListMasks(new PersonalDataReplacements());

    private const string InEvaluation = "in_evaluation", InTask = "in_task";

    /// <summary>
    /// Builds the corpora <see cref="RecipeParts.DomainAdaptive"/> and, with <see cref="SocialMediaOptions.Task"/>, <see cref="RecipeParts.TaskAdaptive"/>.
    /// </summary>
    /// <param name="posts">The posts.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>The corpora. They share no post.</returns>
    /// <exception cref="CurationException">Languages are wanted, and no post has a language.</exception>
    public static async Task<RecipeResult> BuildAsync(
        Corpus posts, CurationRun run, SocialMediaOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(posts);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new SocialMediaOptions();
        ExactKey key = ExactKey.Normalized(options.Form);
        ExactIndex? evaluation = options.Evaluation is { } texts ? await IndexAsync(Mask(texts, options)).ConfigureAwait(false) : null;
        Corpus? task = options.Task is { } raw ? await OnceAsync(Mask(raw, options), evaluation, InEvaluation).ConfigureAwait(false) : null;

        Corpus domain = Mask(posts, options);
        if (options.Identifier is { } identifier) domain = domain.Pipe(new LanguageTagger(identifier));
        if (options.Languages.Count > 0) domain = domain.Pipe(new LanguageFilter(options.Languages) { MinScore = options.MinLanguageScore });
        domain = domain.Pipe(new PostWordFilter(options.MinWords, [options.Masker.UserMask, options.Masker.UrlMask, .. PersonalMasks]));
        domain = await OnceAsync(domain, evaluation, InEvaluation).ConfigureAwait(false);
        if (task is null) return new RecipeResult((RecipeParts.DomainAdaptive, domain));
        domain = await OnceAsync(domain, await IndexAsync(task).ConfigureAwait(false), InTask).ConfigureAwait(false);
        return new RecipeResult((RecipeParts.DomainAdaptive, domain), (RecipeParts.TaskAdaptive, task));

        Task<ExactIndex> IndexAsync(Corpus corpus) => corpus.FitAsync(new ExactIndexFit { Key = key }, run, cancellationToken);

        // Two lists, so that reports tell copies of the evaluation from copies of posts.
        async Task<Corpus> OnceAsync(Corpus corpus, ExactIndex? index, string reason)
        {
            if (index is not null)
            {
                var copies = new ExactDeduplication { Key = key, Indexes = [index], IndexMode = IndexMode.OnlyIndexes };
                corpus = corpus.Keep(await corpus.FitAsync(copies, run, cancellationToken).ConfigureAwait(false), reason);
            }
            KeepList once = await corpus.FitAsync(new ExactDeduplication { Key = key }, run, cancellationToken).ConfigureAwait(false);
            return corpus.Keep(once, RecipeSteps.Exact);
        }
    }

    private static string[] ListMasks(PersonalDataReplacements texts) =>
        [.. texts.Email, .. texts.IpAddress, .. texts.Phone, .. texts.CreditCard, .. texts.Iban, .. texts.NationalId];

    /// <summary>Posts, task and evaluation are masked in the same way, so that their copies are equal.</summary>
    private static Corpus Mask(Corpus posts, SocialMediaOptions options)
    {
        Corpus masked = posts.Pipe(new MojibakeRepair
        {
            // Posts have character references of HTML (&amp;), and nothing else of the repair is wanted here.
            UnescapeHtml = HtmlUnescaping.Always,
            FixesEncoding = false,
            FixLatinLigatures = false,
            FixCharacterWidth = false,
            UncurlQuotes = false,
            FixC1Controls = false,
            RestoreByteA0 = false,
            ReplaceLossySequences = false,
            DecodeInconsistentUtf8 = false,
            Normalization = null,
        });
        // Links first: a number or an address that is replaced inside a link would divide it (https://wa.me/+254…).
        masked = masked.Pipe(options.Masker);
        if (options.PersonalData != PersonalDataKinds.None) masked = masked.Pipe(new PersonalDataRemover { Kinds = options.PersonalData });
        return masked.Pipe(new WhiteSpaceNormalizer { CollapsesSpaces = true });
    }
}
