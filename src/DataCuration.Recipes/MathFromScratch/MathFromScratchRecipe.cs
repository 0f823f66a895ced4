using DataCuration.Deduplication;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus for a small model of mathematics that is trained from scratch: pages with formulas, code, lectures, and questions with answers, without the text of
/// its benchmarks. After Niyogi and Bhattacharya, <em>Paramanu-Ganita</em> (arXiv 2404.14395). What is ours: docs/recipe-math-from-scratch.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// var options = new MathFromScratchOptions
/// {
///     Lectures = Corpus.FromJsonl("lectures/*.jsonl"),
///     Answers = Corpus.FromJsonl("questions/*.jsonl"),
///     Benchmarks = Corpus.FromJsonl(new JsonlReadOptions { TextField = "question" }, "gsm8k-test.jsonl"),
/// };
/// Corpus corpus = await MathFromScratchRecipe.BuildAsync(Corpus.FromJsonl("web/*.jsonl"), run, options);
/// await corpus.DropsTo("dropped").WriteJsonlAsync("math", run);
/// </code>
/// </example>
public static class MathFromScratchRecipe
{
    /// <summary>The annotation with the kind of a document: <c>web</c>, <c>code</c>, <c>lecture</c> or <c>answer</c>.</summary>
    public static readonly AnnotationKey<string> Kind = new("math_kind");

    /// <summary>The drop reason of a page without formulas.</summary>
    public const string NoMathReason = "no_math";

    /// <summary>Builds the corpus. Duplicates are found and benchmarks read here; documents are written when the result is.</summary>
    /// <param name="web">Pages. Those without formulas are dropped.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>Pages, code, lectures and answers, in this order.</returns>
    public static async Task<Corpus> BuildAsync(
        Corpus web, CurationRun run, MathFromScratchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(web);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new MathFromScratchOptions();
        var length = new WordCountFilter { Min = options.MinWords, Splitter = WordSplitter.WhiteSpace };
        List<Corpus> parts = [web.Pipe(Repair).Pipe(length, new FormulaFilter(options)).Select(static document => document.With(Kind, "web"))];
        // Blanks are a part of programs: they are not repaired.
        if (options.Code is { } code) parts.Add(code.Pipe(length).Select(static document => document.With(Kind, "code")));
        if (options.Lectures is { } lectures) parts.Add(lectures.Pipe(Repair).Pipe(length).Select(static document => document.With(Kind, "lecture")));
        if (options.Answers is { } answers) parts.Add(answers.Pipe(new QuestionTemplate(options)).Select(static document => document.With(Kind, "answer")));
        Corpus all = Corpus.Concat([.. parts]);
        Corpus once = await RecipeSteps.DeduplicateAsync(all, run, TextForm.CaseAndWhiteSpace, options.Similarity, cancellationToken).ConfigureAwait(false);
        if (options.Benchmarks is not { } benchmarks) return once;
        ContaminationIndex index = await benchmarks.FitAsync(options.BenchmarkIndex, run, cancellationToken).ConfigureAwait(false);
        return once.Pipe(new ContaminationFilter(index) { MinShare = options.ContaminatedShare });
    }

    private static Stage[] Repair => [new MojibakeRepair(), new WhiteSpaceNormalizer { MaxBlankLines = 1 }];
}
