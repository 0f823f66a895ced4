using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// Writes the part of each document, a text from <c>0</c> (the easiest), for <see cref="Corpus.WritePartitionedAsync"/>. A document without a difficulty is
/// dropped with the reason <c>no_difficulty</c>.
/// </summary>
/// <param name="curriculum">The limits of the parts.</param>
public sealed class CurriculumTagger(Curriculum curriculum) : DocumentTransform
{
    /// <summary>The default annotation.</summary>
    public static readonly AnnotationKey<string> Part = new("curriculum_part");

    private readonly Curriculum curriculum = curriculum ?? throw new ArgumentNullException(nameof(curriculum));

    /// <summary>The annotation to write.</summary>
    /// <value>Default <c>curriculum_part</c>.</value>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Part.Name;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.TryGet(new AnnotationKey<double>(curriculum.Difficulty), out double difficulty) || double.IsNaN(difficulty))
            return StageResult.Drop("no_difficulty");
        string part = curriculum.PartOf(difficulty).ToString(CultureInfo.InvariantCulture);
        return StageResult.Replace(document.With(new AnnotationKey<string>(Annotation), part));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("curriculum", curriculum);
        writer.Add(nameof(Annotation), Annotation);
    }
}
