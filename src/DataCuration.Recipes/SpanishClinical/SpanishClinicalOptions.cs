using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>
/// The options of <see cref="SpanishClinicalRecipe"/>. Defaults are those of PlanTL-GOB-ES/corpus-cleaner where an option of it is named.
/// </summary>
public sealed record SpanishClinicalOptions
{
    /// <summary>Identifies the language of documents and sentences, such as a fastText model of the lid.176 kind, which the reference has.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public required ILanguageIdentifier Identifier { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>
    /// Clinical notes and documents. They are not cleaned, as in the reference, so that the model learns the language of the clinic: only personal data are
    /// replaced. They come after the cleaned corpus.
    /// </summary>
    /// <value>Default null: no notes.</value>
    public Corpus? ClinicalNotes { get; init; }

    /// <summary>The language to keep, as a primary subtag.</summary>
    /// <value>Not empty; default <c>es</c>.</value>
    public string Language { get; init => field = OptionChecks.NotEmpty(value); } = "es";

    /// <summary>The minimum length of a document in code points.</summary>
    /// <value>0 or more; default 40 (<c>char_length_filter</c>).</value>
    public int MinDocumentCharacters
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative.");
    } = 40;

    /// <summary>The maximum share of digits in a document.</summary>
    /// <value>0 to 1; default 0.1 (<c>digits_filter</c>).</value>
    public double MaxDigitShare { get; init => field = RecipeSteps.CheckShare(value, nameof(MaxDigitShare)); } = 0.1;

    /// <summary>The minimum score of the language of a document.</summary>
    /// <value>0 to 1; default 0.3 (<c>initial_lang_filter_threshold</c>).</value>
    public double MinDocumentLanguageScore { get; init => field = RecipeSteps.CheckShare(value, nameof(MinDocumentLanguageScore)); } = 0.3;

    /// <summary>The minimum length of a sentence in code points.</summary>
    /// <value>0 or more; default 31 (<c>char_length_filter_sentence</c>: longer than 30).</value>
    public int MinSentenceCharacters
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative.");
    } = 31;

    /// <summary>The minimum score of the language of a sentence.</summary>
    /// <value>0 to 1; default 0.8 (<c>slow_lang_filter_threshold</c> less 0.1, from where on the reference asks no second identifier).</value>
    public double MinSentenceLanguageScore { get; init => field = RecipeSteps.CheckShare(value, nameof(MinSentenceLanguageScore)); } = 0.8;

    /// <summary>The maximum share of a document that may be in sentences of earlier documents.</summary>
    /// <value>0 to 1; default 0.5 (<c>document_deduplication_threshold</c>; the share is of bytes here, and of sentences there).</value>
    public double MaxRepeatedShare { get; init => field = RecipeSteps.CheckShare(value, nameof(MaxRepeatedShare)); } = 0.5;

    /// <summary>The kinds of personal data that are replaced in both corpora.</summary>
    /// <value>Default: e-mail and IP addresses, telephone, card and account numbers, and Spanish identity numbers (our choice).</value>
    public PersonalDataKinds PersonalData
    {
        get;
        init => field = (value & ~PersonalDataKinds.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such kind.");
    } = PersonalDataKinds.Default | PersonalDataKinds.SpanishIdentityNumber;
}
