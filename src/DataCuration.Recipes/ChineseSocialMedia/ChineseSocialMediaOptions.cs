using DataCuration.Filters;
using DataCuration.Synthesis;

namespace DataCuration.Recipes;

/// <summary>The options of <see cref="ChineseSocialMediaRecipe"/>.</summary>
public sealed record ChineseSocialMediaOptions
{
    /// <summary>The markup that is removed.</summary>
    /// <value>Default: all of it. Chinese MentalBERT removes addresses, user tags, topic tags, special symbols and emoticons.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public MicroblogCleaner Cleaner { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The minimum number of Chinese characters of a cleaned post.</summary>
    /// <value>0 or more; default 5 (our choice).</value>
    public int MinHan
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of characters is not negative.");
    } = 5;

    /// <summary>
    /// The terms of the domain, such as the depression lexicon of Li and others 2020. Their places are written into <see cref="TermsField"/>, from where
    /// <c>MaskedLanguageTokenizer</c> masks them first.
    /// </summary>
    /// <value>Default null: no places are written.</value>
    public TermMatcher? Lexicon { get; init; }

    /// <summary>The field for the places of terms.</summary>
    /// <value>Not empty; default <c>terms</c>.</value>
    public string TermsField { get; init => field = OptionChecks.NotEmpty(value); } = "terms";

    /// <summary>The minimum number of different terms in a post. It needs a <see cref="Lexicon"/>.</summary>
    /// <value>0 or more; default 0: posts without a term stay, since the corpora come from communities of the domain (our choice).</value>
    public int MinTerms
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of terms is not negative.");
    }

    /// <summary>The kinds of personal data that are replaced.</summary>
    /// <value>Default: e-mail and IP addresses, telephone, card and account numbers, and Chinese identity numbers (our choice).</value>
    public PersonalDataKinds PersonalData
    {
        get;
        init => field = (value & ~PersonalDataKinds.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind.");
    } = PersonalDataKinds.Default | PersonalDataKinds.ChineseIdentityNumber;
}
