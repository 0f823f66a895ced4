using System.Globalization;

namespace DataCuration.Selection;

/// <summary>The settings of a selection by weights.</summary>
internal sealed record SelectionRule(SelectionSize Size, long MinTokens, bool TopK, SelectionNoise Noise, ulong Seed)
{
    private const string CutoffsName = "cutoffs";

    /// <summary>The maximum number of keys to hold in memory. It decides where the parts are written and does not change their bytes.</summary>
    public long MaxHeldKeys { get; init; } = Selector.MaxHeldKeys;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(Size), Size.ToString());
        writer.Add(nameof(MinTokens), MinTokens);
        writer.Add(nameof(TopK), TopK);
        writer.Add(nameof(Noise), Noise.ToString());
        writer.Add(nameof(Seed), Seed);
    }

    /// <summary>
    /// Runs the last phases of a fit: cutoffs, a part of the list for each shard, the list with its report. Warns if there was less than requested. The parts
    /// of a large table are written by parallel tasks, those of a small one by the task of the cutoffs, which has the keys.
    /// </summary>
    public async Task<KeepList> SelectAsync(FitScope scope, WeightTable table, double[] proportions, CancellationToken cancellationToken)
    {
        // NumPy's noise is drawn once, in the corpus's order, so its parts can only be written by that task.
        bool writesParts = Noise == SelectionNoise.NumPyLegacy || Selector.HoldsKeys(table, this);
        PhaseFiles decided = await scope.FinishAsync("cutoffs", (output, token) =>
        {
            var selector = new Selector(table, this);
            selector.Run(proportions, token);
            if (selector.Totals.PassingDocuments == 0) throw NoCandidates(table);
            var cutoffs = new RecordTableWriter<SelectionCutoff>(output, CutoffsName);
            for (int target = 0; target < selector.Cutoffs.Count; target++) cutoffs.Append(target, selector.Cutoffs[target]);
            cutoffs.Complete();
            if (writesParts) for (int shard = 0; shard < table.ShardCount; shard++) WritePart(output, table, selector, shard);
            Report(selector.Totals, table.RowCount).WriteJson(output.CreateFile(SelectionReport.FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        // The files decide: a task of another version or another limit may have left the parts to others.
        bool hasParts = scope.ShardCount == 0 || decided.Find(0, ".keep.bits") is not null;
        PhaseFiles parts = hasParts ? decided : await scope.ReduceAsync("parts", scope.ShardCount, (output, _) =>
        {
            using var cutoffs = new RecordTable<SelectionCutoff>(decided, CutoffsName);
            using RecordTablePart<SelectionCutoff> found = cutoffs.OpenShard(0)!;
            WritePart(output, table,
                new Selector(table, this, cutoffs: [.. Enumerable.Range(0, (int)found.RowCount).Select(target => found.GetRow(target)[0])]), output.Index);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("selection", (output, token) =>
        {
            scope.JoinKeepList(output, parts, cancellationToken: token);
            string path = decided.FindFile(SelectionReport.FileName)!;
            output.CreateFile(SelectionReport.FileName).Write(decided.Files.ReadAllBytes(path));
            SelectionReport report = SelectionReport.Read(path, decided.Files);
            if (report.Shortfall > 0) output.Warn(report.ShortfallText() + Why(report));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return KeepList.Load(files);
    }

    private string Why(SelectionReport report) => report.Excluded == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
        $" {report.Excluded:N0} documents have fewer than {MinTokens:N0} tokens ({nameof(MinTokens)}) and are left out.");

    private InsufficientDataException NoCandidates(WeightTable table)
    {
        if (table.RowCount == 0) return SelectionChecks.NoDocuments();
        uint longest = Enumerable.Range(0, table.ShardCount).SelectMany(table.Read).Max(row => row.Record.Tokens);
        return new(string.Create(CultureInfo.InvariantCulture, $"There is nothing to select from: none of {table.RowCount:N0} documents has at least "
            + $"{MinTokens:N0} tokens ({nameof(MinTokens)}); the longest has {longest:N0}. Set {nameof(MinTokens)} to a smaller number."));
    }

    private SelectionReport Report(SelectionTotals totals, long rows) => new()
    {
        Unit = Size.UnitName,
        Documents = totals.PassingDocuments,
        Available = totals.PassingSize,
        Quota = totals.Requested,
        Selected = totals.Selected,
        SelectedDocuments = totals.SelectedDocuments,
        Excluded = rows - totals.PassingDocuments,
    };

    private static void WritePart(ShardOutput output, WeightTable table, Selector selector, int shard)
    {
        var part = new KeepListPart(output, table.RecordsOf(shard), shard);
        foreach (long record in selector.Chosen(shard)) part.Keep(record);
        part.Complete();
    }
}
