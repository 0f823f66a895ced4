using System.Globalization;
using System.Text;

namespace DataCuration.Mixing;

/// <summary>A plan in tokens: the quota and the epochs of each source.</summary>
public sealed class MixtureBudget
{
    /// <summary>The number of epochs above which a source gets a warning: domain upsampling (arXiv 2406.03476) is planned with at most 4.</summary>
    public const double MaxEpochs = 4;

    internal MixtureBudget(long tokens, IReadOnlyList<SourceBudget> sources)
    {
        (Tokens, Sources) = (tokens, sources);
        Quotas = sources.ToDictionary(source => source.Source, source => source.Tokens, StringComparer.Ordinal);
        Warnings = [.. sources.Where(source => source.Epochs > MaxEpochs).Select(source => string.Create(CultureInfo.InvariantCulture,
            $"'{source.Source}' is read {source.Epochs:0.#} times ({source.Tokens:N0} tokens of {source.Available:N0}), more than {MaxEpochs} times."))];
    }

    /// <summary>The number of tokens of the training: the sum of all quotas.</summary>
    public long Tokens { get; }

    /// <summary>The sources, in ordinal order of their names.</summary>
    public IReadOnlyList<SourceBudget> Sources { get; }

    /// <summary>The number of tokens of each source: the quotas of a <c>QuotaSelection</c> (package DataCuration.Selection).</summary>
    public IReadOnlyDictionary<string, long> Quotas { get; }

    /// <summary>A warning for each source that is read more than <see cref="MaxEpochs"/> times.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Returns a Markdown table, with the warnings under it.</summary>
    public override string ToString()
    {
        var table = new MarkdownTable("source", ">share", ">tokens", ">available", ">epochs");
        foreach (SourceBudget source in Sources)
            table.Add(source.Source, source.Share.ToString("P2", CultureInfo.InvariantCulture), MarkdownTable.Number(source.Tokens),
                source.Available is { } available ? MarkdownTable.Number(available) : "", MarkdownTable.Value(source.Epochs));
        var text = new StringBuilder(table.ToString());
        foreach (string warning in Warnings) text.Append("\nWarning: ").Append(warning).Append('\n');
        return text.ToString();
    }
}
