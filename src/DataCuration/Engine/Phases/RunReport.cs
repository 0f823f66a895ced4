using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>What a phase of a run did, merged from the manifests of its shards: the same whether it ran at once, in pieces, or on several machines (times aside).</summary>
/// <param name="Phase">The phase's name.</param>
/// <param name="Folder">Its output folder.</param>
/// <param name="Stages">What each stage did over all shards, in pipeline order; branches of a concatenation follow each other.</param>
/// <param name="Shards">Each shard.</param>
public sealed record RunReport(string Phase, string Folder, IReadOnlyList<StageReport> Stages, IReadOnlyList<ShardReport> Shards)
{
    /// <summary>Records read.</summary>
    public long Records => Stages.Where(stage => stage.Name == ReadStage).Sum(stage => stage.In);

    /// <summary>Documents that an expander made.</summary>
    public long Emitted => Stages.Sum(stage => stage.Emitted);

    /// <summary>Documents that came out of the last stage: <c>Records + Emitted − Dropped − Faulted</c>.</summary>
    public long Kept => Records + Emitted - Dropped - Faulted;

    /// <summary>Documents dropped by any stage.</summary>
    public long Dropped => Stages.Sum(stage => stage.Dropped);

    /// <summary>Records and documents that went to quarantine.</summary>
    public long Faulted => Stages.Sum(stage => stage.Faulted);

    internal const string ReadStage = "read";

    /// <summary>Reads the report of an output folder from its manifests.</summary>
    /// <param name="folder">The folder that a terminal operation wrote.</param>
    /// <exception cref="DirectoryNotFoundException">The folder holds no run's state.</exception>
    public static RunReport Load(string folder) => PhaseFolder.Open(folder).ReadReport();

    /// <summary>The report as a table of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Phase}: {Records:N0} records in {Shards.Count} shards, {Kept:N0} kept, {Dropped:N0} dropped, {Faulted:N0} faulted").AppendLine();
        foreach (StageReport stage in Stages)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {stage.Name,-40} in {stage.In,12:N0}  kept {stage.Kept,12:N0}  faulted {stage.Faulted,8:N0}  {stage.Seconds,9:F2} s").AppendLine();
            foreach ((string reason, long count) in stage.DroppedByReason)
                text.Append(CultureInfo.InvariantCulture, $"    dropped {count,12:N0}  {reason}").AppendLine();
        }
        return text.ToString();
    }

    internal static RunReport Merge(string phase, string folder, IReadOnlyList<ShardReport> shards)
    {
        // Shards of one branch have the same stages; branches differ. A stage's key is its position and name, so that the merge keeps pipeline order.
        var merged = new List<StageReport>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ShardReport shard in shards)
        {
            string pipeline = string.Join('\u001f', shard.Stages.Select(stage => stage.Name));
            if (!positions.TryGetValue(pipeline, out int start))
            {
                positions.Add(pipeline, merged.Count);
                merged.AddRange(shard.Stages);
                continue;
            }
            for (int i = 0; i < shard.Stages.Count; i++) merged[start + i] = StageReport.Merge(merged[start + i], shard.Stages[i]);
        }
        return new(phase, folder, merged, shards);
    }
}
