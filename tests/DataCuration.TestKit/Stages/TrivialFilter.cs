namespace DataCuration.TestKit;

/// <summary>A filter that does as little as possible: it keeps documents of a minimum number of bytes.</summary>
public sealed class TrivialFilter(int minBytes) : DocumentFilter
{
    protected internal override StageResult Evaluate(Document document, StageContext context) =>
        document.Utf8Text.Length >= minBytes ? StageResult.Keep : StageResult.Drop("too_short");

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("min_bytes", minBytes);
}
