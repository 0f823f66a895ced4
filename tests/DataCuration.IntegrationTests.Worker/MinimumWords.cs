namespace DataCuration.IntegrationTests.Worker;

/// <summary>Drops short documents, and throws on documents whose text asks for it.</summary>
public sealed class MinimumWords : DocumentFilter
{
    public int Words { get; init; } = 8;

    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Text.StartsWith("THROW", StringComparison.Ordinal)) throw new FormatException("the document said so");
        return document.Text.AsSpan().Count(' ') + 1 >= Words ? StageResult.Keep : StageResult.Drop("too_short");
    }

    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Words), Words);
    }
}
