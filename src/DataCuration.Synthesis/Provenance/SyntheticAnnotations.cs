namespace DataCuration.Synthesis;

/// <summary>The annotations of generated texts. They are written as fields, so the origin of every text stays with it.</summary>
public static class SyntheticAnnotations
{
    /// <summary>The id of the document that the text was made from.</summary>
    public static readonly AnnotationKey<string> Source = new("synthetic_source");

    /// <summary>The method, such as <c>entigraph</c>.</summary>
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

    /// <summary>The length of the text in tokens: by the stage's encoder, or as the server counted the answer.</summary>
    public static readonly AnnotationKey<long> Tokens = new("synthetic_tokens");

    /// <summary>The share of the text's bytes that repeat the source verbatim, in windows of 50 bytes (<see cref="VerbatimIndex"/>).</summary>
    public static readonly AnnotationKey<double> Verbatim = new("synthetic_verbatim");

    /// <summary>
    /// The problem of a text that cannot be used: <c>empty</c>, <c>refusal</c>, <c>repetition</c>, <c>cut_off</c>, <c>filtered</c> or <c>bad_request</c>.
    /// Usable texts have no such field. <see cref="SyntheticTextFilter"/> drops the others.
    /// </summary>
    public static readonly AnnotationKey<string> Problem = new("synthetic_problem");
}
