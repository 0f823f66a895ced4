using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>The options of <see cref="StackOverflowRecipe"/>.</summary>
public sealed record StackOverflowOptions
{
    /// <summary>The field with the kind of a post; null if all posts are of the wanted kinds.</summary>
    /// <value>Default <c>post_type</c> (our choice). A post without it is an error.</value>
    public string? TypeField { get; init; } = "post_type";

    /// <summary>The kinds of posts to keep. Case does not count.</summary>
    /// <value>
    /// Default <c>answer</c> and <c>2</c>, the number of an answer in the site's dump: SOBert is trained on "StackOverflow answer and comment text" (model
    /// card of SOBertLarge).
    /// </value>
    public IReadOnlyList<string> Types
    {
        get;
        init => field = value is { Count: > 0 } ? value : throw new ArgumentException("Name at least one kind of posts.", nameof(value));
    } = ["answer", "2"];

    /// <summary>The field with the votes of a post.</summary>
    /// <value>Not empty; default <c>score</c>. A post without it is an error.</value>
    public string ScoreField { get; init => field = OptionChecks.NotEmpty(value); } = "score";

    /// <summary>The minimum votes of a post.</summary>
    /// <value>Any number; default 1: one vote more for than against (our choice).</value>
    public double MinScore
    {
        get;
        init => field = !double.IsNaN(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The minimum is a number.");
    } = 1;

    /// <summary>The field with a post's title, which comes first; null for none. Answers have no title.</summary>
    /// <value>
    /// Default <c>title</c>. A post without it has no title. It is read as HTML: encode plain text first, in which <c>List&lt;T&gt;</c> looks like an element.
    /// </value>
    public string? TitleField { get; init; } = "title";

    /// <summary>The field with a post's comments, which follow the body; null to leave them out.</summary>
    /// <value>
    /// Default <c>comments</c>: a sample of SOBert "contains an entire post and all its corresponding comments" (model card). An array of texts, or of objects.
    /// They are read as HTML, as a title is.
    /// </value>
    public string? CommentsField { get; init; } = "comments";

    /// <summary>The name of the text in a comment's object.</summary>
    /// <value>Not empty; default <c>text</c>.</value>
    public string CommentTextField { get; init => field = OptionChecks.NotEmpty(value); } = "text";

    /// <summary>The name of the votes in a comment's object.</summary>
    /// <value>Not empty; default <c>score</c>.</value>
    public string CommentScoreField { get; init => field = OptionChecks.NotEmpty(value); } = "score";

    /// <summary>The minimum votes of a comment that is an object; null keeps all.</summary>
    /// <value>Default null, as in SOBert.</value>
    public double? MinCommentScore { get; init; }

    /// <summary>True to keep only posts with code.</summary>
    /// <value>Default false: SOBert includes all code, and posts without any (model card).</value>
    public bool RequiresCode { get; init; }

    /// <summary>The minimum number of words of a post with its comments.</summary>
    /// <value>0 or more; default 5 (our choice).</value>
    public int MinWords { get; init => field = RecipeSteps.CheckWords(value, nameof(MinWords)); } = 5;

    /// <summary>
    /// The kinds of personal data that are replaced. Numbers in code look like telephone numbers, and addresses of examples like IP addresses.
    /// </summary>
    /// <value>Default: e-mail addresses (our choice).</value>
    public PersonalDataKinds PersonalData
    {
        get;
        init => field = (value & ~PersonalDataKinds.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind.");
    } = PersonalDataKinds.Email;

    /// <summary>The similarity from which on two posts are near duplicates; null keeps them.</summary>
    /// <value>Above 0, at most 1; default 0.8 (our choice).</value>
    public double? Similarity { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(Similarity)); } = 0.8;

    /// <summary>Texts of benchmarks. A post that shares 12 words in a row with one of them is dropped.</summary>
    /// <value>Default null: nothing is compared.</value>
    public Corpus? Evaluation { get; init; }
}
