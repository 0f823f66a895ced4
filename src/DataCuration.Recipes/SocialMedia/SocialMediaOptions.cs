using DataCuration.Deduplication;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>The options of <see cref="SocialMediaRecipe"/>.</summary>
public sealed record SocialMediaOptions
{
    /// <summary>The languages to keep; empty for all.</summary>
    /// <value>Default: empty. If there are any, <see cref="Identifier"/> or annotations of a <see cref="LanguageTagger"/> are needed.</value>
    public IReadOnlyList<string> Languages { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The language identifier. It sees the text without handles and links. Its annotations are written for any <see cref="Languages"/>.</summary>
    /// <value>Default null: posts have the annotations <c>language</c> and <c>language_score</c> already.</value>
    public ILanguageIdentifier? Identifier { get; init; }

    /// <summary>The minimum score of the language.</summary>
    /// <value>0 to 1; default 0.5 (our choice: scores of short posts in small languages are low).</value>
    public double MinLanguageScore { get; init => field = RecipeSteps.CheckShare(value, nameof(MinLanguageScore)); } = 0.5;

    /// <summary>The masking of handles and links.</summary>
    /// <value>Default: <c>@user</c> and <c>URL</c>, and the marks of reposts are removed (our choice).</value>
    public SocialMediaMasker Masker { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { RemovesRepostMarks = true };

    /// <summary>The kinds of personal data that are replaced, after links and handles are.</summary>
    /// <value>Default: e-mail addresses and telephone numbers (our choice).</value>
    public PersonalDataKinds PersonalData
    {
        get;
        init => field = (value & ~PersonalDataKinds.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind.");
    } = PersonalDataKinds.Email | PersonalDataKinds.Phone;

    /// <summary>The minimum number of words with letters, without the masks.</summary>
    /// <value>0 or more; default 3 (our choice).</value>
    public int MinWords { get; init => field = RecipeSteps.CheckWords(value, nameof(MinWords)); } = 3;

    /// <summary>The differences that duplicates may have.</summary>
    /// <value>
    /// Default <see cref="TextForm.CaseAndWhiteSpace"/> (our choice). <see cref="TextForm.Simplified"/> removes accents too, which tell words apart in Yorùbá
    /// and other tonal languages.
    /// </value>
    public TextForm Form
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such form.");
    } = TextForm.CaseAndWhiteSpace;

    /// <summary>The unlabelled training texts of a task, for <see cref="RecipeParts.TaskAdaptive"/>.</summary>
    /// <value>Default null: there is no such corpus.</value>
    public Corpus? Task { get; init; }

    /// <summary>The texts that the task is evaluated on. A post that equals one after masking is in neither corpus.</summary>
    /// <value>Default null: nothing is compared.</value>
    public Corpus? Evaluation { get; init; }
}
