namespace DataCuration.Selection;

/// <summary>
/// Keeps what any of several selections keeps, each document once: QuRating's mix of criteria is the union of four selections, one by each criterion with a quarter of the budget. Where selections overlap there is less than their budgets
/// add up to.
/// </summary>
/// <remarks>The union itself holds the bits of one shard; for each selection by itself see there.</remarks>
/// <param name="selections">The selections; at least one.</param>
public sealed class UnionSelection(IReadOnlyList<CorpusFit<KeepList>> selections) : CorpusFit<KeepList>
{
    private readonly IReadOnlyList<CorpusFit<KeepList>> selections = selections is { Count: > 0 } ? [.. selections] : throw new ArgumentException("Name at least one selection.", nameof(selections));

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
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("union", parts, cancellationToken).ConfigureAwait(false);
    }
}
