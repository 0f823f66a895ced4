namespace DataCuration.Filters;

/// <summary>Keeps texts by their number of tokens. Drop reasons: <c>too_short</c> and <c>too_long</c>.</summary>
/// <param name="encoder">The tokenizer.</param>
/// <remarks>The end-of-document token does not count.</remarks>
public sealed class TokenCountFilter(ITokenEncoder encoder) : RuleFilter("token_count")
{
    private readonly ITokenEncoder encoder = encoder ?? throw new ArgumentNullException(nameof(encoder));

    /// <summary>The minimum; null for none. Default: none.</summary>
    public int? Min { get; init => field = RuleChecks.Count(value, nameof(Min)); }

    /// <summary>The maximum; null for none. Default: none.</summary>
    public int? Max { get; init => field = RuleChecks.Count(value, nameof(Max)); }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        List<int> tokens = context.Scratch<List<int>>();
        tokens.Clear();
        encoder.Encode(document.Utf8Text.Span, tokens);
        int count = tokens.Count;
        measures.Add("tokens", count);
        if (count < Min) return measures.Drop("too_short", "tokens", Min);
        return count > Max ? measures.Drop("too_long", "tokens", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
        writer.AddScope(nameof(encoder), encoder.Describe);
    }
}
