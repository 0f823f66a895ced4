namespace DataCuration.Filters;

/// <summary>
/// The base of Data-Juicer's text filters (data_juicer/ops/filter, commit 1dc20a58): one number for a text, kept between two bounds, both included. The drop
/// reason is the operator's name.
/// </summary>
public abstract class JuicerFilter : RuleFilter
{
    private readonly string reason;
    private readonly string measure;

    private protected JuicerFilter(string reason, string measure, double min, double max)
        : base("juicer_" + measure) => (this.reason, this.measure, Min, Max) = (reason, measure, min, max);

    /// <summary>The least value that is kept. Default: that of Data-Juicer, which the class names.</summary>
    public double Min { get; init => field = PeerChecks.NotNegative(value, nameof(Min)); }

    /// <summary>The greatest value that is kept. Default: that of Data-Juicer, which the class names.</summary>
    public double Max { get; init => field = PeerChecks.NotNegative(value, nameof(Max)); }

    /// <inheritdoc/>
    protected sealed override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        double value = Measure(document, context.Scratch<JuicerScratch>());
        measures.Add(measure, value);
        return value >= Min && value <= Max ? StageResult.Keep : measures.Drop(reason, measure, Min, Max);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
    }

    /// <summary>Measures the text.</summary>
    private protected abstract double Measure(Document document, JuicerScratch scratch);
}
