using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents that contain a text (NeMo Curator's <c>SubstringFilter</c>). The score is 1 for such documents and 0 for others. Drop reason:
/// <c>substring</c>.
/// </summary>
/// <param name="substring">The text, compared with case.</param>
public sealed class NemoSubstringFilter(string substring) : NemoMinFilter("substring", 1)
{
    private readonly byte[] substring = Encoding.UTF8.GetBytes(substring ?? throw new ArgumentNullException(nameof(substring)));

    /// <summary>The place at which the text counts. Default: anywhere; NeMo Curator has no default.</summary>
    public TextPlace Place { get; init => field = RuleChecks.Defined(value, nameof(Place)); } = TextPlace.Anywhere;

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(substring), Encoding.UTF8.GetString(substring));
        writer.Add(nameof(Place), Place.ToString());
    }

    private protected override double Score(Document document, TextScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        return Place switch
        {
            TextPlace.Start => text.StartsWith(substring),
            TextPlace.End => text.EndsWith(substring),
            _ => text.IndexOf(substring) >= 0,
        } ? 1 : 0;
    }
}
