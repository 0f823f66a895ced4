using System.Globalization;
using System.Text;

namespace DataCuration.Mixing;

/// <summary>A plan in tokens: the quota and the epochs of each source.</summary>
public sealed class MixtureBudget
{
    /// <summary>The number of epochs above which a source gets a warning: domain upsampling (arXiv 2406.03476) is planned with at most 4.</summary>
    public const double MaxEpochs = 4;

    private readonly bool phasesDiffer;

    internal MixtureBudget(long tokens, IReadOnlyList<SourceBudget> sources, int phases, bool phasesDiffer)
    {
        (Tokens, Sources, PhaseCount, this.phasesDiffer) = (tokens, sources, phases, phasesDiffer);
        TotalQuotas = sources.ToDictionary(source => source.Source, source => source.Tokens, StringComparer.Ordinal);
        Warnings = [.. sources.Where(source => source.Epochs > MaxEpochs).Select(source => string.Create(CultureInfo.InvariantCulture,
            $"'{source.Source}' is read {source.Epochs:0.#} times ({source.Tokens:N0} tokens of {source.Available:N0}), more than {MaxEpochs} times."))];
    }

    /// <summary>The number of tokens of the training: the sum of all quotas.</summary>
    public long Tokens { get; }

    /// <summary>The sources, in ordinal order of their names.</summary>
    public IReadOnlyList<SourceBudget> Sources { get; }

    /// <summary>The number of phases of the plan.</summary>
    public int PhaseCount { get; }

    /// <summary>
    /// The number of tokens of each source: the quotas of a <c>QuotaSelection</c> (package DataCuration.Selection), if documents can be read in any order.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The phases of the plan have different shares, which one selection would lose. Use <see cref="QuotasUntil"/> for each phase, or
    /// <see cref="TotalQuotas"/> if only the sums matter.
    /// </exception>
    public IReadOnlyDictionary<string, long> Quotas => !phasesDiffer ? TotalQuotas : throw new InvalidOperationException(string.Create(
        CultureInfo.InvariantCulture, $"The plan has {PhaseCount} phases with different shares, and one selection would mix them. Select for each phase with ")
        + $"{nameof(QuotasUntil)}, or use {nameof(TotalQuotas)} for the sums over all phases.");

    /// <summary>The number of tokens of each source, summed over all phases. It does not say which tokens belong to which phase.</summary>
    public IReadOnlyDictionary<string, long> TotalQuotas { get; }

    /// <summary>
    /// Returns the number of tokens of each source from the start to the end of a phase. Selections with the quotas until each phase contain each other if
    /// they have the same seed. The documents of a phase are those that its selection adds to the one before: <c>SelectionEpochs.Apply</c> with
    /// <c>earlier</c> (package DataCuration.Selection).
    /// </summary>
    /// <param name="phase">The number of the phase, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan has no such phase.</exception>
    public IReadOnlyDictionary<string, long> QuotasUntil(int phase)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(phase);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(phase, PhaseCount);
        return Sources.ToDictionary(source => source.Source, source => source.PhaseTokens.Take(phase + 1).Sum(), StringComparer.Ordinal);
    }

    /// <summary>A warning for each source that is read more than <see cref="MaxEpochs"/> times.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Returns a Markdown table, with the warnings under it. Phases with different shares have a column each.</summary>
    public override string ToString()
    {
        // One phase, or several that are alike, need no columns of their own.
        int phases = phasesDiffer ? PhaseCount : 0;
        string[] columns = [.. Enumerable.Range(1, phases).Select(phase => string.Create(CultureInfo.InvariantCulture, $">phase {phase}"))];
        var table = new MarkdownTable(["source", ">share", ">tokens", .. columns, ">available", ">epochs"]);
        foreach (SourceBudget source in Sources)
            table.Add([source.Source, source.Share.ToString("P2", CultureInfo.InvariantCulture), MarkdownTable.Number(source.Tokens),
                .. source.PhaseTokens.Take(phases).Select(MarkdownTable.Number),
                source.Available is { } available ? MarkdownTable.Number(available) : "", MarkdownTable.Value(source.Epochs)]);
        var text = new StringBuilder(table.ToString());
        foreach (string warning in Warnings) text.Append("\nWarning: ").Append(warning).Append('\n');
        return text.ToString();
    }
}
