using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// The counts and files of one phase of a run, merged from the manifests of its shards. Except for times and ranks it is the same whether the phase ran at
/// once, in pieces, or on several machines.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// RunReport report = RunReport.Load("out/clean");
/// Console.WriteLine($"{report.Records} in, {report.Kept} kept, {report.Dropped} dropped, {report.Faulted} faulted");
/// foreach (StageReport stage in report.Stages)
///     foreach ((string reason, long count) in stage.DroppedByReason) Console.WriteLine($"{stage.Name}: {reason} {count}");
/// </code>
/// </example>
public sealed record RunReport
{
    /// <summary>The phase's name.</summary>
    public required string Phase { get; init; }

    /// <summary>The output folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The counts of each stage over all shards, in pipeline order. The branches of a concatenation follow each other.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>The result of each shard, in the order of their numbers.</summary>
    public required IReadOnlyList<ShardReport> Shards { get; init; }

    /// <summary>The fits that the phase belongs to, the outermost first. Default: empty, for the phase of an output.</summary>
    public IReadOnlyList<string> Fits { get; init; } = [];

    /// <summary>
    /// The wall time of the work in seconds: the time in which at least one shard was in progress, over all ranks and all runs that worked on the phase.
    /// Pauses between runs do not count.
    /// </summary>
    public double WallSeconds => WallTime.Measure(Shards);

    /// <summary>
    /// The wall time of the phase in the run that made this report, in seconds, with the wait for other ranks. Null for a report that was read from a folder.
    /// </summary>
    public double? RunSeconds { get; init; }

    /// <summary>The number of shards that the run found finished. Default: 0, for a report that was read from a folder.</summary>
    public int ReusedShards { get; init; }

    /// <summary>
    /// The warnings of all shards, in ordinal order of their kinds. Those of earlier runs, from the shards that they finished, are among them. Default: none.
    /// </summary>
    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];

    /// <summary>The number of records read.</summary>
    public long Records => Stages.Where(stage => stage.Name == StageReport.ReadStage).Sum(stage => stage.In);

    /// <summary>The number of documents that expanders made.</summary>
    public long Emitted => Stages.Sum(stage => stage.Emitted);

    /// <summary>The number of documents that came out of the last stage: <c>Records + Emitted − Dropped − Faulted</c>.</summary>
    public long Kept => Records + Emitted - Dropped - Faulted;

    /// <summary>The number of documents dropped, over all stages.</summary>
    public long Dropped => Stages.Sum(stage => stage.Dropped);

    /// <summary>The number of records and documents that went to quarantine.</summary>
    public long Faulted => Stages.Sum(stage => stage.Faulted);

    /// <summary>Reads the report of an output folder from its manifests, or from a file that <see cref="WriteJsonAsync"/> wrote.</summary>
    /// <param name="path">A folder that a terminal operation wrote, or a JSON file.</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <returns>The report.</returns>
    /// <exception cref="DirectoryNotFoundException">The path is neither a file nor a folder with the state of a run.</exception>
    /// <exception cref="InvalidDataException">The file is not a report.</exception>
    public static RunReport Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        return files.FileExists(path) ? RunReportJson.Read(files.ReadAllBytes(path), path) : PhaseFolder.Open(files, path).ReadReport();
    }

    /// <summary>Formats the report as JSON. The schema is described in docs/faults-and-resume.md.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => Encoding.UTF8.GetString(RunReportJson.Write(this));

    /// <summary>Reads a report from the JSON that <see cref="ToJson"/> returns.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidDataException">The text is not a report, or has an unknown format version.</exception>
    public static RunReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return RunReportJson.Read(Encoding.UTF8.GetBytes(json), "the text");
    }

    /// <summary>Writes the report to a JSON file. An existing file is replaced; after a failure it is unchanged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public Task WriteJsonAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return AtomicFile.WriteAsync(path, RunReportJson.Write(this), cancellationToken);
    }

    /// <summary>Formats the report as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Phase}: {Records:N0} records in {Shards.Count} shards, {Kept:N0} kept, {Dropped:N0} dropped, {Faulted:N0} faulted");
        text.AppendLine(WallTime.Describe(this));
        foreach (StageReport stage in Stages)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {stage.Name,-40} in {stage.In,12:N0}  kept {stage.Kept,12:N0}  faulted {stage.Faulted,8:N0}  {stage.Seconds,9:F2} s").AppendLine();
            foreach ((string reason, long count) in stage.DroppedByReason)
                text.Append(CultureInfo.InvariantCulture, $"    dropped {count,12:N0}  {reason}").AppendLine();
        }
        foreach (RunWarning warning in Warnings) text.Append("  warning: ").Append(warning.ToString().ReplaceLineEndings(" ")).AppendLine();
        return text.ToString();
    }

    /// <summary>Formats the report as an HTML table, for notebooks: a row for each stage, and one for each reason of its drops. All text is escaped.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml()
    {
        var table = new HtmlTable("stage", "in", "emitted", "kept", "dropped", "faulted", "seconds");
        foreach (StageReport stage in Stages)
        {
            table.Add(200, [stage.Name, HtmlTable.Number(stage.In), HtmlTable.Number(stage.Emitted), HtmlTable.Number(stage.Kept),
                HtmlTable.Number(stage.Dropped), HtmlTable.Number(stage.Faulted), stage.Seconds.ToString("F2", CultureInfo.InvariantCulture)]);
            foreach ((string reason, long count) in stage.DroppedByReason)
                table.Add(200, [$"– {reason}", "", "", "", HtmlTable.Number(count), "", ""]);
        }
        return table.ToHtml(string.Create(CultureInfo.InvariantCulture,
            $"{Phase}: {Records:N0} records in {Shards.Count} shards, {Kept:N0} kept, {Dropped:N0} dropped, {Faulted:N0} faulted"),
            Warnings.Count == 0 ? null : $"Warnings: {string.Join("; ", Warnings)}");
    }

    /// <summary>A warning if a stage dropped everything. It follows from the counts, so it is not in the manifests.</summary>
    private static IReadOnlyList<RunWarning> NothingKept(List<StageReport> stages)
    {
        StageReport? last = stages.Count == 0 || stages[^1].Kept > 0 ? null : stages.LastOrDefault(stage => stage.In > 0);
        if (last is null || last.Emitted > 0 || last.Kept > 0 || last.Dropped == 0 || stages.Count(stage => stage.Name == StageReport.ReadStage) > 1) return [];
        string reasons = string.Join(", ", last.DroppedByReason.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)
            .Take(5).Select(reason => FormattableString.Invariant($"{reason.Value} x {reason.Key}")));
        string message = $"No document is left: {last.Name} dropped all that came to it ({reasons}).";
        return [new RunWarning { Kind = message, Message = message, Count = 1 }];
    }

    internal static RunReport Merge(string phase, string folder, IReadOnlyList<ShardReport> shards)
    {
        // The shards of a branch have the same stages, so the list of stage names identifies the branch.
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
        return new()
        {
            Phase = phase,
            Folder = folder,
            Stages = merged,
            Shards = shards,
            Warnings = WarningCounts.Merge([.. shards.Select(shard => shard.Warnings), NothingKept(merged)]),
        };
    }
}
