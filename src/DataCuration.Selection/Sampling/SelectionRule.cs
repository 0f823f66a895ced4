namespace DataCuration.Selection;

/// <summary>What a selection is drawn by.</summary>
internal sealed record SelectionRule(SelectionSize Size, long MinTokens, bool TopK, SelectionNoise Noise, ulong Seed)
{
    public void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(Size), Size.ToString());
        writer.Add(nameof(MinTokens), MinTokens);
        writer.Add(nameof(TopK), TopK);
        writer.Add(nameof(Noise), Noise.ToString());
        writer.Add(nameof(Seed), Seed);
    }

    /// <summary>Draws the selection as a fit's last phase, and says so if there was less than asked for.</summary>
    public async Task<KeepList> SelectAsync(FitScope scope, WeightTable table, double[] proportions, CancellationToken cancellationToken)
    {
        PhaseFiles files = await scope.FinishAsync("selection", (output, token) =>
        {
            var selector = new Selector(table, this);
            selector.Run(proportions, token);
            KeepListWriter list = scope.CreateKeepList(output);
            for (int shard = 0; shard < table.ShardCount; shard++) list.AddShard(selector.Chosen[shard], table.RecordsOf(shard));
            list.Complete();
            (long asked, long taken, long documents, long passing) = selector.Totals;
            SelectionSummary.Write(output.CreateFile(SelectionSummary.FileName), new(asked, taken, documents, passing), this);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        KeepList result = KeepList.Load(files.Folder);
        SelectionSummary summary = SelectionSummary.Load(result);
        if (summary.SelectedDocuments == summary.PassingDocuments && summary.Selected < summary.Asked)
        {
            scope.Warn($"{Size} were asked for, and the {summary.PassingDocuments} documents of at least {MinTokens} tokens have only {summary.Selected}: all of them are selected.");
        }
        return result;
    }
}
