namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined filter.</summary>
public sealed class WordsFilter : DocumentFilter
{
    public static readonly AnnotationKey<int> Words = new("words");

    public int Minimum { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 5;

    protected override StageResult Evaluate(Document document, StageContext context)
    {
        int words = document.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return words >= Minimum ? StageResult.Replace(document.With(Words, words)) : StageResult.Drop("too_few_words");
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Minimum), Minimum);
}
