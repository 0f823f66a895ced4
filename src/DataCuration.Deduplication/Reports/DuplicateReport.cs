using System.Globalization;
using System.Text;

namespace DataCuration.Deduplication;

/// <summary>The result of a deduplication in numbers, with pairs of documents as examples. <see cref="DuplicateReportFit"/> makes it.</summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// KeepList unique = await pool.FitAsync(new MinHashDeduplication(), run);
/// DuplicateReport report = await pool.FitAsync(new DuplicateReportFit(unique), run);
/// Console.WriteLine($"{report.DroppedRecords} of {report.Records} are duplicates, the largest cluster has {report.LargestCluster}");
/// foreach (DuplicatePair pair in report.Pairs) Console.WriteLine($"{pair.DroppedId} -> {pair.KeptId}");
/// </code>
/// </example>
public sealed record DuplicateReport : IArtifact
{
    /// <summary>The number of records that were compared.</summary>
    public required long Records { get; init; }

    /// <summary>The number of records that are duplicates and do not stay.</summary>
    public required long DroppedRecords { get; init; }

    /// <summary>The number of clusters with a record that stays. A cluster that duplicates a record of an index has none.</summary>
    public required long Clusters { get; init; }

    /// <summary>The number of records in the largest cluster; 0 without clusters.</summary>
    public required long LargestCluster { get; init; }

    /// <summary>Examples: the first dropped record of each of the first clusters, with the record that stays.</summary>
    public required IReadOnlyList<DuplicatePair> Pairs { get; init; }

    /// <inheritdoc/>
    public string Fingerprint
    {
        get
        {
            var writer = new FingerprintWriter();
            writer.Add(nameof(Records), Records);
            writer.Add(nameof(DroppedRecords), DroppedRecords);
            writer.Add(nameof(Clusters), Clusters);
            writer.Add(nameof(LargestCluster), LargestCluster);
            foreach (DuplicatePair pair in Pairs) writer.Add(pair.DroppedId, pair.KeptId);
            return writer.ToFingerprint();
        }
    }

    /// <summary>Formats the examples as a table in Markdown.</summary>
    /// <returns>The table, without a heading; empty without examples.</returns>
    public string ToMarkdown()
    {
        if (Pairs.Count == 0) return "";
        var table = new MarkdownTable("dropped", "kept", ">cluster", ">similarity", "text of the dropped document", "text of the kept document");
        foreach (DuplicatePair pair in Pairs)
            table.Add(pair.DroppedId, pair.KeptId ?? "(in an index)", MarkdownTable.Number(pair.ClusterSize), MarkdownTable.Value(pair.Similarity),
                pair.DroppedExcerpt, pair.KeptExcerpt ?? "");
        return table.ToString();
    }

    /// <summary>Formats the counts as a line, and each example under it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{DroppedRecords:N0} of {Records:N0} records are duplicates, in {Clusters:N0} clusters");
        text.AppendLine(Clusters == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of up to {LargestCluster:N0} records"));
        foreach (DuplicatePair pair in Pairs)
        {
            text.Append("  ").Append(pair.DroppedId).Append(" -> ").Append(pair.KeptId ?? "(in an index)");
            if (pair.Similarity is { } similarity) text.Append(" (similarity ").Append(MarkdownTable.Value(similarity)).Append(')');
            text.AppendLine().Append("    dropped: ").AppendLine(pair.DroppedExcerpt);
            if (pair.KeptExcerpt is { } kept) text.Append("    kept:    ").AppendLine(kept);
        }
        return text.ToString();
    }
}
