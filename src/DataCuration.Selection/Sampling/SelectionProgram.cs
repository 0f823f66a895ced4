using System.Collections.Immutable;
using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// The last phases of a selection by scores. "cutoffs" reads the table, computes the quotas, and finds a cutoff for each stratum and epoch. "parts" marks
/// each shard by the cutoffs. "selection" joins the parts and writes the report beside the keep list.
/// </summary>
internal sealed class SelectionProgram
{
    /// <summary>The documents to select from.</summary>
    public required AnnotationTable Table { get; init; }

    /// <summary>Creates the function that converts a row to a candidate. It may read the table first.</summary>
    public required Func<CancellationToken, Func<AnnotationRow, Candidate>> CandidateFactory { get; init; }

    /// <summary>Divides the budget among the strata.</summary>
    public required Func<IReadOnlyList<Stratum>, long[]> Share { get; init; }

    /// <summary>The fields that scores are read from, for messages.</summary>
    public required IReadOnlyList<string> Scores { get; init; }

    /// <summary>The unit of sizes.</summary>
    public required string Unit { get; init; }

    /// <summary>The fields that groups are read from, in the order of the table.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The options that exclude documents, for messages.</summary>
    public string Filters { get; init; } = "The options";

    /// <summary>The number of the group field in the table that is the first part of a stratum; -1 without such a field.</summary>
    public int FirstGroup { get; init; } = -1;

    /// <summary>The number of the group field that is the second part of a stratum; -1 without such a field.</summary>
    public int SecondGroup { get; init; } = -1;

    /// <summary>The names of the strata's first parts if they come from no field.</summary>
    public ImmutableArray<string> FirstNames { get; init; } = [];

    /// <summary>Names the strata's second parts if they come from no field of the table. Default: null.</summary>
    public Func<int, string>? SecondName { get; init; }

    /// <summary>Adds tables of values to a shard's part of the list. Default: null, none.</summary>
    public Action<KeepListPart, int>? AddProvenance { get; init; }

    /// <summary>The maximum number of times that the selection contains a document.</summary>
    public int MaxEpochs { get; init; } = 1;

    /// <summary>True to take all documents that have the score of the last selected one.</summary>
    public bool TakesTies { get; init; }

    /// <summary>Writes further files beside the keep list.</summary>
    public Action<ShardOutput, StratifiedSelector>? Finish { get; init; }

    private const string RecordsSuffix = ".records";

    public async Task<KeepList> RunAsync(FitScope scope, CancellationToken cancellationToken)
    {
        PhaseFiles decided = await scope.FinishAsync("cutoffs", (output, token) =>
        {
            Decide(output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        // The factory may read the whole table: once for each process, not once for each shard.
        var toCandidate = new Lazy<Func<AnnotationRow, Candidate>>(() => CandidateFactory(cancellationToken));
        PhaseFiles parts = await scope.ReduceAsync("parts", scope.ShardCount, (output, _) =>
        {
            WriteParts(output, decided, toCandidate.Value);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("selection", (output, token) =>
        {
            foreach (string path in decided.GetFiles(0))
                if (!path.EndsWith(RecordsSuffix, StringComparison.Ordinal)) output.CreateFile(Path.GetFileName(path)).Write(decided.Files.ReadAllBytes(path));
            Warn(output, SelectionReport.Read(decided.FindFile(SelectionReport.FileName)!, decided.Files));
            int epochs = EpochsOf(decided);
            for (int epoch = 1; epoch <= epochs; epoch++)
                scope.JoinKeepList(epoch == 1 ? output : output.InFolder(SelectionEpochs.FolderName(epoch)), parts, ListName(epoch), token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return KeepList.Load(files);
    }

    private void Warn(ShardOutput output, SelectionReport report)
    {
        if (report.Unrated > 0) output.Warn(SelectionChecks.UnratedWarning(report.Unrated, Table.RowCount, Scores, Unit));
        if (report.Shortfall > 0) output.Warn(report.ShortfallText());
        foreach (int group in new[] { FirstGroup, SecondGroup })
        {
            if (group < 0 || Table.GroupNames[group] is not [""]) continue;
            output.Warn($"No document has a value in '{Groups[group]}', so the selection does not distinguish by it. {Table.Fields.Describe([Groups[group]])}");
        }
    }

    private static string ListName(int epoch) => epoch == 1 ? "keep" : SelectionEpochs.FolderName(epoch);

    private static string CutoffsName(int epoch) => string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch}-cutoffs");

    private static int EpochsOf(PhaseFiles decided) => decided.GetFiles(0).Count(path => path.EndsWith($"-cutoffs{RecordsSuffix}", StringComparison.Ordinal));

    /// <summary>Finds the cutoffs of every epoch, and writes them with the report.</summary>
    private void Decide(ShardOutput output, CancellationToken cancellationToken)
    {
        var selector = new StratifiedSelector(Table, CandidateFactory(cancellationToken));
        selector.Survey(cancellationToken);
        if (selector.Strata.Count == 0)
            throw SelectionChecks.NoCandidates(Table, selector.Unrated, selector.Excluded, Scores, Unit, Filters);
        long[] quotas = Share(selector.Strata);
        StratumCutoff[] cutoffs = selector.Select(quotas, cancellationToken);
        if (TakesTies) cutoffs = TakeTies(selector, cancellationToken);
        int epochs = 1;
        WriteCutoffs(output, epochs, cutoffs);
        SelectionStratum[] strata = [.. selector.Strata.Select((stratum, i) => new SelectionStratum
        {
            Source = FirstNames.IsEmpty ? NameOf(FirstGroup, stratum.First) : FirstNames[stratum.First],
            Domain = SecondName is null ? NameOf(SecondGroup, stratum.Second) : SecondName(stratum.Second),
            Documents = stratum.Documents,
            Available = stratum.Available,
            Quota = quotas[i],
            Selected = stratum.Selected,
            SelectedDocuments = stratum.SelectedDocuments,
        })];
        while (epochs < MaxEpochs && strata.Any(stratum => stratum is { Shortfall: > 0, Available: > 0 }))
        {
            // A stratum has a shortfall only if all of it was taken, so nothing is repeated while unused documents remain.
            long[] missing = [.. strata.Select(stratum => Math.Min(stratum.Shortfall, stratum.Available))];
            WriteCutoffs(output, ++epochs, selector.Select(missing, cancellationToken));
            for (int i = 0; i < strata.Length; i++) strata[i] = strata[i] with { Repeated = strata[i].Repeated + selector.Strata[i].Selected };
        }
        SelectionReport.FromStrata(Unit, strata, selector.Unrated, selector.Excluded, epochs).WriteJson(output.CreateFile(SelectionReport.FileName));
        Finish?.Invoke(output, selector);
    }

    private static void WriteCutoffs(ShardOutput output, int epoch, StratumCutoff[] cutoffs)
    {
        var table = new RecordTableWriter<StratumCutoff>(output, CutoffsName(epoch));
        for (int i = 0; i < cutoffs.Length; i++) table.Append(i, cutoffs[i]);
        table.Complete();
    }

    private void WriteParts(ShardOutput output, PhaseFiles decided, Func<AnnotationRow, Candidate> toCandidate)
    {
        int epochs = EpochsOf(decided);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            using var table = new RecordTable<StratumCutoff>(decided, CutoffsName(epoch));
            using RecordTablePart<StratumCutoff> rows = table.OpenShard(0)!;
            var cutoffs = new Dictionary<(int, int), StratumCutoff>();
            for (RecordCursor<StratumCutoff> cursor = rows.Read(); cursor.Read();) cutoffs.Add((cursor.Value.First, cursor.Value.Second), cursor.Value);
            var part = new KeepListPart(output, Table.RecordsOf(output.Index), name: ListName(epoch));
            if (epoch == 1) AddProvenance?.Invoke(part, output.Index);
            foreach (long record in StratifiedSelector.Selected(Table, toCandidate, cutoffs, output.Index)) part.Keep(record);
            part.Complete();
        }
    }

    private string NameOf(int group, int number) => group < 0 ? "" : Table.GroupNames[group][number];

    /// <summary>Selects all candidates with at least the lowest selected score.</summary>
    private static StratumCutoff[] TakeTies(StratifiedSelector selector, CancellationToken cancellationToken)
    {
        UInt128[] lowest = [.. selector.Strata.Select(stratum => stratum.LowestSelected)];
        return selector.SelectFrom(lowest, cancellationToken);
    }
}
