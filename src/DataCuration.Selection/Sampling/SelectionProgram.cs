using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>The last phase of a selection by scores: survey, quotas, choice, further epochs, and the report beside the keep list.</summary>
internal sealed class SelectionProgram
{
    /// <summary>What is selected from.</summary>
    public required AnnotationTable Table { get; init; }

    /// <summary>Makes the judge of rows; may read the table first.</summary>
    public required Func<CancellationToken, Func<AnnotationRow, Candidate>> Judge { get; init; }

    /// <summary>Shares the budget out.</summary>
    public required Func<IReadOnlyList<Stratum>, long[]> Share { get; init; }

    /// <summary>The fields that scores are read from, for messages.</summary>
    public required IReadOnlyList<string> Scores { get; init; }

    /// <summary>What sizes count.</summary>
    public required string Unit { get; init; }

    /// <summary>The group field, by its number in the table, that a stratum's first part counts; -1 where it has none.</summary>
    public int FirstGroup { get; init; } = -1;

    /// <summary>The same for the second part.</summary>
    public int SecondGroup { get; init; } = -1;

    /// <summary>Names of strata's first parts that come from no field.</summary>
    public ImmutableArray<string> FirstNames { get; init; } = [];

    /// <summary>How often a document may stand in the selection.</summary>
    public int MaxEpochs { get; init; } = 1;

    /// <summary>Whether all documents with the score of the last one are taken with it.</summary>
    public bool TakesTies { get; init; }

    /// <summary>Writes further files beside the keep list.</summary>
    public Action<ShardOutput, StratifiedSelector>? Finish { get; init; }

    public async Task<KeepList> RunAsync(FitScope scope, CancellationToken cancellationToken)
    {
        PhaseFiles files = await scope.FinishAsync("selection", (output, token) =>
        {
            var selector = new StratifiedSelector(Table, Judge(token));
            selector.Survey(token);
            long[] quotas = Share(selector.Strata);
            ulong[][] bits = selector.Select(quotas, token);
            if (TakesTies) bits = TakeTies(selector, token);
            Write(scope, output, bits);
            SelectionStratum[] strata = [.. selector.Strata.Select((stratum, i) => new SelectionStratum(FirstNames.IsEmpty ? NameOf(FirstGroup, stratum.First) : FirstNames[stratum.First], NameOf(SecondGroup, stratum.Second),
                stratum.Documents, stratum.Available, quotas[i], stratum.Selected, stratum.SelectedDocuments, 0))];
            int epochs = 1;
            while (epochs < MaxEpochs && strata.Any(stratum => stratum is { Shortfall: > 0, Available: > 0 }))
            {
                // Only a stratum of which everything was taken has a shortfall: nothing is repeated while something unused is left.
                long[] missing = [.. strata.Select(stratum => Math.Min(stratum.Shortfall, stratum.Available))];
                ulong[][] repeats = selector.Select(missing, token);
                epochs++;
                string folder = SelectionEpochs.FolderName(epochs);
                Write(scope, output.InFolder(folder), repeats);
                for (int i = 0; i < strata.Length; i++) strata[i] = strata[i] with { Repeated = strata[i].Repeated + selector.Strata[i].Selected };
            }
            new SelectionReport(Unit, [.. strata], selector.Unrated, selector.Excluded, epochs).WriteJson(output.CreateFile(SelectionReport.FileName));
            Finish?.Invoke(output, selector);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        KeepList list = KeepList.Load(files.Folder);
        SelectionReport report = SelectionReport.Load(list);
        if (report.Unrated > 0) scope.Warn(SelectionChecks.UnratedWarning(report.Unrated, Table.RowCount, Scores, Unit));
        if (report.Shortfall > 0) scope.Warn($"{report.Strata.Count(stratum => stratum.Shortfall > 0)} strata have less than their quotas: {report.Shortfall} {Unit} of {report.Quota} are missing.");
        return list;
    }

    private string NameOf(int group, int number) => group < 0 ? "" : Table.GroupNames[group][number];

    /// <summary>All candidates with at least the score of the last one that the prefix took.</summary>
    private static ulong[][] TakeTies(StratifiedSelector selector, CancellationToken cancellationToken)
    {
        UInt128[] lowest = [.. selector.Strata.Select(stratum => stratum.LowestSelected)];
        return selector.SelectFrom(lowest, cancellationToken);
    }

    private void Write(FitScope scope, ShardOutput output, ulong[][] bits)
    {
        KeepListWriter list = scope.CreateKeepList(output);
        for (int shard = 0; shard < Table.ShardCount; shard++) list.AddShard(bits[shard], Table.RecordsOf(shard));
        list.Complete();
    }
}
