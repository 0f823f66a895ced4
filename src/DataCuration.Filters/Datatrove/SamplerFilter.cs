namespace DataCuration.Filters;

/// <summary>
/// Keeps a random share of the documents. Drop reason: <c>sampler</c>. The decision depends on seed and document id only, so a smaller share is a subset of a
/// larger one, whatever the order, the files or the workers.
/// </summary>
/// <remarks>datatrove draws from one NumPy generator in the order of the documents, so its samples differ from these.</remarks>
public sealed class SamplerFilter() : RuleFilter("sampler")
{
    /// <summary>The share that is kept. Default: 0.5 (datatrove's <c>sampler_filter.py</c>).</summary>
    public double Share { get; init => field = RuleChecks.Share(value, nameof(Share)); } = 0.5;

    /// <summary>The seed, beside the document's id. Samples with different seeds are independent. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>True if a number in [0, 1) is below the share: datatrove's rule.</summary>
    internal static bool Keeps(double uniform, double share) => uniform < share;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        double uniform = SeededRandom.Create(Seed, "sampler", document.Id).NextDouble();
        measures.Add("uniform", uniform);
        return Keeps(uniform, Share) ? StageResult.Keep : measures.Drop("sampler", "uniform", max: Share);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Share), Share);
        writer.Add(nameof(Seed), Seed);
    }
}
