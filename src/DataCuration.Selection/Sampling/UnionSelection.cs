namespace DataCuration.Selection;

/// <summary>
/// Keeps every document that any of several selections keeps. QuRating's mix of criteria is the union of four selections, each by one criterion and with a
/// quarter of the budget. Where selections overlap, the union is smaller than the sum of their budgets.
/// </summary>
/// <remarks>Memory: the bits of one shard for each worker, in addition to the memory of each selection.</remarks>
/// <param name="selections">The selections; at least one.</param>
public sealed class UnionSelection(IReadOnlyList<CorpusFit<KeepList>> selections) : CorpusFit<KeepList>
{
    private const string CountName = "kept";

    private readonly IReadOnlyList<CorpusFit<KeepList>> selections =
        selections is { Count: > 0 } ? [.. selections] : throw new ArgumentException("Pass at least one selection.", nameof(selections));

    /// <inheritdoc/>
    public override string Name => "union-selection";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [.. selections.SelectMany(selection => selection.Inputs)];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int i = 0; i < selections.Count; i++)
        {
            writer.BeginScope(FormattableString.Invariant($"selection.{i}"));
            selections[i].AddTo(writer);
            writer.EndScope();
        }
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var lists = new List<KeepList>();
        foreach (CorpusFit<KeepList> selection in selections) lists.Add(await scope.FitAsync(scope.Corpus, selection, cancellationToken).ConfigureAwait(false));
        PhaseFiles parts = await scope.ReduceAsync("parts", scope.ShardCount, (output, token) =>
        {
            var part = new KeepListPart(output, lists[0].GetRecordCount(output.Index));
            foreach (KeepList list in lists)
            {
                token.ThrowIfCancellationRequested();
                foreach (long record in list.ReadRecords(output.Index)) part.Keep(record);
            }
            part.Complete();
            var count = new RecordTableWriter<long>(output, CountName);
            count.Append(0, part.KeptCount);
            count.Complete();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("union", (output, token) =>
        {
            scope.JoinKeepList(output, parts, cancellationToken: token);
            Report(lists[0].RecordCount, CountKept(parts)).WriteJson(output.CreateFile(SelectionReport.FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return KeepList.Load(files);
    }

    private static long CountKept(PhaseFiles parts)
    {
        using var counts = new RecordTable<long>(parts, CountName);
        long kept = 0;
        for (int shard = 0; shard < parts.TaskCount; shard++)
            if (counts.TryGet(shard, 0, out long count)) kept += count;
        return kept;
    }

    private static SelectionReport Report(long records, long kept) => new()
    {
        Unit = DocumentMeasure.Documents.Unit,
        Documents = records,
        Available = records,
        Selected = kept,
        SelectedDocuments = kept,
    };
}
