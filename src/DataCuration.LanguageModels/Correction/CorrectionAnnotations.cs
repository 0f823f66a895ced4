namespace DataCuration.LanguageModels;

/// <summary>The annotations that a <see cref="TextCorrector"/> adds to documents.</summary>
public static class CorrectionAnnotations
{
    /// <summary>True if a model changed the text.</summary>
    public static readonly AnnotationKey<bool> Corrected = new("corrected");

    /// <summary>
    /// The result of each chunk in its order, as a JSON array: a <see cref="CorrectionOutcome"/> in lower case, or the reason why its answer was rejected
    /// (<c>format</c>, <c>refusal</c>, <c>empty</c>, <c>repetition</c>, <c>cut_off</c>, <c>filtered</c>, <c>bad_request</c>).
    /// All but <c>corrected</c> leave the chunk as it was.
    /// </summary>
    public static readonly AnnotationKey<string> Chunks = new("correction_chunks");

    /// <summary>The model that was called.</summary>
    public static readonly AnnotationKey<string> Model = new("correction_model");

    /// <summary>The version of the prompt.</summary>
    public static readonly AnnotationKey<string> Prompt = new("correction_prompt");

    /// <summary>The text before the corrections (<see cref="TextCorrector.KeepsOriginal"/>), for documents that changed.</summary>
    public static readonly AnnotationKey<string> Original = new("correction_original");

    /// <summary>Returns the name of an outcome in <see cref="Chunks"/>.</summary>
    internal static string NameOf(CorrectionOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
