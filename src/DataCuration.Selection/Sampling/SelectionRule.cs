namespace DataCuration.Selection;

/// <summary>What a selection is drawn by.</summary>
internal sealed record SelectionRule(SelectionSize Size, long MinTokens, bool TopK, SelectionNoise Noise, ulong Seed)
{
    private const string CutoffsName = "cutoffs";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(Size), Size.ToString());
        writer.Add(nameof(MinTokens), MinTokens);
        writer.Add(nameof(TopK), TopK);
        writer.Add(nameof(Noise), Noise.ToString());
        writer.Add(nameof(Seed), Seed);
    }

    /// <summary>Draws the selection as a fit's last phases (cutoffs, a part of the list for each shard, the list), and warns if there was less than asked for.</summary>
    public async Task<KeepList> SelectAsync(FitScope scope, WeightTable table, double[] proportions, CancellationToken cancellationToken)
    {
        PhaseFiles decided = await scope.FinishAsync("cutoffs", (output, token) =>
        {
            var selector = new Selector(table, this);
            selector.Run(proportions, token);
            var cutoffs = new RecordTableWriter<SelectionCutoff>(output, CutoffsName);
            for (int target = 0; target < selector.Cutoffs.Count; target++) cutoffs.Append(target, selector.Cutoffs[target]);
            cutoffs.Complete();
            // NumPy's noise was drawn in the order of the corpus: only here are its decisions known.
            if (Noise == SelectionNoise.NumPyLegacy) for (int shard = 0; shard < table.ShardCount; shard++) WritePart(output, table, selector, shard);
            (long asked, long taken, long documents, long passing) = selector.Totals;
            SelectionSummary.Write(output.CreateFile(SelectionSummary.FileName), new(asked, taken, documents, passing), this);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = Noise == SelectionNoise.NumPyLegacy ? decided : await scope.ReduceAsync("parts", scope.ShardCount, (output, _) =>
        {
            using var cutoffs = new RecordTable<SelectionCutoff>(decided, CutoffsName);
            using RecordTablePart<SelectionCutoff> found = cutoffs.OpenShard(0)!;
            WritePart(output, table, new Selector(table, this, cutoffs: [.. Enumerable.Range(0, (int)found.RowCount).Select(target => found.GetRow(target)[0])]), output.Index);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("selection", (output, token) =>
        {
            scope.JoinKeepList(output, parts, cancellationToken: token);
            output.CreateFile(SelectionSummary.FileName).Write(File.ReadAllBytes(decided.FindFile(SelectionSummary.FileName)!));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        KeepList result = KeepList.Load(files);
        SelectionSummary summary = SelectionSummary.Load(result);
        if (summary.SelectedDocuments == summary.PassingDocuments && summary.Selected < summary.Asked)
        {
            scope.Warn($"{Size} were asked for, and the {summary.PassingDocuments} documents of at least {MinTokens} tokens have only {summary.Selected}: all of them are selected.");
        }
        return result;
    }

    private static void WritePart(ShardOutput output, WeightTable table, Selector selector, int shard)
    {
        var part = new KeepListPart(output, table.RecordsOf(shard), shard);
        foreach (long record in selector.Chosen(shard)) part.Keep(record);
        part.Complete();
    }
}
