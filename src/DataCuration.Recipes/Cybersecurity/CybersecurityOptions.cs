using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>The options of <see cref="CybersecurityRecipe"/>.</summary>
public sealed record CybersecurityOptions
{
    /// <summary>The minimum number of words of a document.</summary>
    /// <value>0 or more; default 50 (our choice: the minimum of Gopher's rules, Rae et al. 2021).</value>
    public int MinWords { get; init => field = RecipeSteps.CheckWords(value, nameof(MinWords)); } = 50;

    /// <summary>The terms of the domain, whole words without regard to case. They are not used if there is a <see cref="Scorer"/>.</summary>
    /// <value>Not empty; default <see cref="CybersecurityTerms.English"/> (our list).</value>
    public IReadOnlyList<string> Terms
    {
        get;
        init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There are no terms.", nameof(value));
    } = CybersecurityTerms.English;

    /// <summary>The minimum number of different terms in a document.</summary>
    /// <value>0 or more; default 3 (our choice).</value>
    public int MinTerms
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of terms is not negative.");
    } = 3;

    /// <summary>The minimum number of terms for each 1,000 words.</summary>
    /// <value>0 or more; default 10 (our choice).</value>
    public double MinTermsPerThousandWords
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A proportion is not negative.");
    } = 10;

    /// <summary>A classifier that takes the place of the terms, such as a fastText model of the domain.</summary>
    /// <value>Default null: the terms decide.</value>
    public ITextScorer? Scorer { get; init; }

    /// <summary>The scorer's label for the domain.</summary>
    /// <value>Not empty; default <c>security</c> (our choice).</value>
    public string Label { get; init => field = OptionChecks.NotEmpty(value); } = "security";

    /// <summary>The minimum score of the label.</summary>
    /// <value>0 to 1; default 0.5 (our choice).</value>
    public double MinScore { get; init => field = RecipeSteps.CheckShare(value, nameof(MinScore)); } = 0.5;

    /// <summary>The kinds of indicators that are replaced by a token for each kind.</summary>
    /// <value>
    /// Default <see cref="IndicatorKinds.None"/>: all stay, because replacing them did worse in Jang et al. 2024 (CyBERTuned, arXiv 2403.10576).
    /// </value>
    public IndicatorKinds MaskedIndicators
    {
        get;
        init => field = (value & ~IndicatorKinds.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind.");
    }

    /// <summary>The kinds of personal data that are replaced. IP addresses are indicators in this domain: see <see cref="MaskedIndicators"/>.</summary>
    /// <value>Default: e-mail addresses, telephone, card and account numbers (our choice).</value>
    public PersonalDataKinds PersonalData
    {
        get;
        init => field = (value & ~PersonalDataKinds.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind.");
    } = PersonalDataKinds.Email | PersonalDataKinds.Phone | PersonalDataKinds.CreditCard | PersonalDataKinds.Iban;

    /// <summary>The similarity from which on two documents are near duplicates; null keeps them.</summary>
    /// <value>Above 0, at most 1; default 0.8 (our choice).</value>
    public double? Similarity { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(Similarity)); } = 0.8;

    /// <summary>Texts of benchmarks. A document that shares 12 words in a row with one of them is dropped.</summary>
    /// <value>Default null: nothing is compared.</value>
    public Corpus? Evaluation { get; init; }
}
