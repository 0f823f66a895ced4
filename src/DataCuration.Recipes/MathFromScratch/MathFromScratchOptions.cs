using DataCuration.Extraction;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>The options of <see cref="MathFromScratchRecipe"/>.</summary>
public sealed record MathFromScratchOptions
{
    /// <summary>Program code of mathematics, such as AlgebraicStack in the paper.</summary>
    /// <value>Default null: no code.</value>
    public Corpus? Code { get; init; }

    /// <summary>Lecture notes and textbooks, with formulas in LaTeX.</summary>
    /// <value>Default null: no lectures.</value>
    public Corpus? Lectures { get; init; }

    /// <summary>Questions with answers, which are written with <see cref="Template"/>.</summary>
    /// <value>Default null: no questions.</value>
    public Corpus? Answers { get; init; }

    /// <summary>The field with the question, in <see cref="Answers"/>. A document without it is a fault.</summary>
    /// <value>Not empty; default <c>question</c>.</value>
    public string QuestionField { get; init => field = OptionChecks.NotEmpty(value); } = "question";

    /// <summary>The field with the answer, in <see cref="Answers"/>. A document without it is a fault.</summary>
    /// <value>Not empty; default <c>answer</c>.</value>
    public string AnswerField { get; init => field = OptionChecks.NotEmpty(value); } = "answer";

    /// <summary>The text of a question with its answer: <c>{question}</c> and <c>{answer}</c> are replaced.</summary>
    /// <value>
    /// It has both places. Default: a question, then "Let's think step by step." and the answer (our choice; the paper's template is not known to us).
    /// </value>
    /// <exception cref="ArgumentException">A place is missing.</exception>
    public string Template
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string place in new[] { QuestionTemplate.Question, QuestionTemplate.Answer })
                if (!value.Contains(place, StringComparison.Ordinal)) throw new ArgumentException($"The template has no place {place}.", nameof(value));
            field = value;
        }
    } = "Question: {question}\n\nAnswer: Let's think step by step. {answer}";

    /// <summary>The rule for formulas in web pages.</summary>
    /// <value>Default <see cref="MathTextRule.Default"/> (RedStone's rule; the paper takes pages that were chosen before).</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public MathTextRule Rule { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = MathTextRule.Default;

    /// <summary>Decides about pages that the rule leaves open; null drops them.</summary>
    /// <value>Default null.</value>
    public IContentPathScorer? Scorer { get; init; }

    /// <summary>The minimum score of <see cref="Scorer"/>.</summary>
    /// <value>0 to 1; default 0.5 (our choice).</value>
    public double MinScore { get; init => field = RecipeSteps.CheckShare(value, nameof(MinScore)); } = 0.5;

    /// <summary>The minimum number of words of a page, a program or a lecture. Questions with answers have no minimum.</summary>
    /// <value>0 or more; default 20 (our choice).</value>
    public int MinWords { get; init => field = RecipeSteps.CheckWords(value, nameof(MinWords)); } = 20;

    /// <summary>The similarity from which on two documents are near duplicates; null keeps them.</summary>
    /// <value>Above 0, at most 1; default 0.8 (our choice).</value>
    public double? Similarity { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(Similarity)); } = 0.8;

    /// <summary>The items of GSM8K, MATH and other benchmarks. No document of the result has their text.</summary>
    /// <value>Default null: nothing is compared.</value>
    public Corpus? Benchmarks { get; init; }

    /// <summary>The fields of an item's question and answers.</summary>
    /// <value>
    /// Default: 8-grams (<see cref="ContaminationIndexFit.OverlapShare"/>) of the text, which is the question, and of the field <c>answer</c>.
    /// </value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ContaminationIndexFit BenchmarkIndex { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new()
    {
        Words = ContaminationIndexFit.OverlapShare.Words,
        IncludeQueries = true,
        QueryFields = [ContaminationIndexFit.TextName],
        AnswerFields = ["answer"],
    };

    /// <summary>The share of an item's n-grams that a document must have to be dropped; null drops a document with any.</summary>
    /// <value>Above 0, at most 1; default 0.7 (PaLM's rule for 8-grams, arXiv 2204.02311).</value>
    public double? ContaminatedShare { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(ContaminatedShare)); } = 0.7;
}
