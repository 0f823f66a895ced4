namespace DataCuration.Synthesis;

/// <summary>The annotations of generated texts. They are written as fields, so the origin of every text stays with it.</summary>
public static class SyntheticAnnotations
{
    /// <summary>The id of the document that the text was made from.</summary>
    public static readonly AnnotationKey<string> Source = new("synthetic_source");

    /// <summary>
    /// The method: <c>entigraph</c>, <c>rephrase</c>, <c>translation</c>, <c>exercises</c>, <c>reading_comprehension</c> or <c>graph_problem</c>.
    /// </summary>
    public static readonly AnnotationKey<string> Method = new("synthetic_method");

    /// <summary>The kind of text within the method, such as <c>summary</c>, <c>pair</c> or <c>triple</c>.</summary>
    public static readonly AnnotationKey<string> Kind = new("synthetic_kind");

    /// <summary>The entities that the text is about, as a JSON array of strings. A summary has all entities of its document.</summary>
    public static readonly AnnotationKey<string> Entities = new("synthetic_entities");

    /// <summary>The model that was called.</summary>
    public static readonly AnnotationKey<string> Model = new("synthetic_model");

    /// <summary>The exact model that answered, if the server named it.</summary>
    public static readonly AnnotationKey<string> ServedBy = new("synthetic_served_by");

    /// <summary>The version of the prompt (<see cref="DataCuration.LanguageModels.LanguageModelCall.PromptVersion"/>).</summary>
    public static readonly AnnotationKey<string> Prompt = new("synthetic_prompt");

    /// <summary>The index of the sample that was used, from 0. It is above 0 if earlier answers to the same question could not be used.</summary>
    public static readonly AnnotationKey<int> Attempt = new("synthetic_attempt");

    /// <summary>
    /// The length of the generated text in tokens: by the stage's encoder, or as the server counted the answer, without its reasoning
    /// (<see cref="DataCuration.LanguageModels.LanguageModelAnswer.TextTokens"/>).
    /// </summary>
    public static readonly AnnotationKey<long> Tokens = new("synthetic_tokens");

    /// <summary>The share of the generated text's bytes that repeat the source verbatim, in windows of 50 bytes (<see cref="VerbatimIndex"/>).</summary>
    public static readonly AnnotationKey<double> Verbatim = new("synthetic_verbatim");

    /// <summary>
    /// The problem of a text that cannot be used: <c>empty</c>, <c>refusal</c>, <c>repetition</c>, <c>cut_off</c>, <c>filtered</c>, <c>bad_request</c>,
    /// <c>too_short</c> (the source), or one of the stage, such as <c>no_pairs</c> (<see cref="TextForm"/>) or <see cref="Translator.Untranslated"/>.
    /// Usable texts have no such field. <see cref="SyntheticTextFilter"/> drops the others.
    /// </summary>
    public static readonly AnnotationKey<string> Problem = new("synthetic_problem");

    /// <summary>The number of passages of the source that are missing in the text. A text of all passages has no such field.</summary>
    public static readonly AnnotationKey<int> LeftOut = new("synthetic_left_out");

    /// <summary>For translations: the language of the source; <c>und</c> if it is not known.</summary>
    public static readonly AnnotationKey<string> SourceLanguage = new("synthetic_source_language");

    /// <summary>For translations: the language of the text.</summary>
    public static readonly AnnotationKey<string> TargetLanguage = new("synthetic_language");
}
