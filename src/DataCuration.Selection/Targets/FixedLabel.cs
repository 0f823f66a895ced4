namespace DataCuration.Selection;

/// <summary>Writes the same label to each document.</summary>
internal sealed class FixedLabel(string name, string label) : DocumentTransform
{
    private readonly AnnotationKey<string> key = new(name);

    protected override StageResult Transform(Document document, StageContext context) => StageResult.Replace(document.With(key, label));

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("name", key.Name);
        writer.Add("label", label);
    }
}
