namespace DataCuration;

/// <summary>
/// The annotations of documents in the drop output (<see cref="Corpus.DropsTo"/>). The engine writes stage and reason; a filter that measures adds the value
/// that led to the drop, with its limit.
/// </summary>
public static class DropAnnotations
{
    /// <summary>The name of the stage that dropped the document: <c>drop_stage</c>.</summary>
    public static readonly AnnotationKey<string> Stage = new("drop_stage");

    /// <summary>The reason: <c>drop_reason</c>.</summary>
    public static readonly AnnotationKey<string> Reason = new("drop_reason");

    /// <summary>The name of the measured value that led to the drop, such as <c>gopher_quality.words</c>: <c>drop_measure</c>.</summary>
    public static readonly AnnotationKey<string> Measure = new("drop_measure");

    /// <summary>The measured value: <c>drop_value</c>.</summary>
    public static readonly AnnotationKey<double> Value = new("drop_value");

    /// <summary>The limit that the value is beyond: <c>drop_limit</c>. It is a minimum if the value is below it, and otherwise a maximum.</summary>
    public static readonly AnnotationKey<double> Limit = new("drop_limit");
}
