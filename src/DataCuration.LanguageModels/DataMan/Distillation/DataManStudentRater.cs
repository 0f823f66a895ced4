using DataCuration.FastText;

namespace DataCuration.LanguageModels;

/// <summary>
/// Rates every document with distilled raters. Adds the same annotations as <see cref="DataManRater"/>, so that selections accept either. A document whose
/// words are all unknown to the raters gets no rating.
/// </summary>
/// <param name="student">The raters.</param>
public sealed class DataManStudentRater(DataManStudent student) : DocumentTransform
{
    private readonly DataManStudent student = student ?? throw new ArgumentNullException(nameof(student));

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        Document rated = student.Rate(document.Utf8Text.Span, context.Scratch<FastTextScratch>()).Annotate(document);
        return ReferenceEquals(rated, document) ? StageResult.Keep : StageResult.Replace(rated);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("student", student.Describe);
    }
}
