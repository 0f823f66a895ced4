namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined transform with a buffer and keyed randomness.</summary>
public sealed class PrefixTransform : DocumentTransform
{
    public string Prefix { get; init; } = "> ";

    protected override StageResult Transform(Document document, StageContext context)
    {
        var buffer = context.Scratch<System.Text.StringBuilder>();
        buffer.Clear().Append(Prefix).Append(context.Random(document.Id).NextInt64(1_000)).Append(' ').Append(document.Text);
        return StageResult.Replace(document.WithText(buffer.ToString()));
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Prefix), Prefix);
}
