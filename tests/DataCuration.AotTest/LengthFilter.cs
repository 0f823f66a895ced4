namespace DataCuration.AotTest;

/// <summary>A stage that is defined outside the library.</summary>
internal sealed class LengthFilter : DocumentFilter
{
    /// <summary>The minimum length; shorter texts are dropped. Default: 1.</summary>
    public int MinChars { get; init; } = 1;

    protected override StageResult Evaluate(Document document, StageContext context) =>
        document.Text.Length >= MinChars ? StageResult.Keep : StageResult.Drop("too_short");

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(MinChars), MinChars);
}
