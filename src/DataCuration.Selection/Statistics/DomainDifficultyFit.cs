namespace DataCuration.Selection;

/// <summary>
/// Reports the difficulty and the domain specificity of groups of documents from the annotations of <see cref="DomainSpecificityTagger"/>, as CaseHOLD compares
/// its tasks (Zheng and others 2021, arXiv 2104.08671: a score for each task as the mean over its examples).
/// </summary>
/// <remarks>Memory: the names of the groups. Losses are streamed from files.</remarks>
public sealed class DomainDifficultyFit : CorpusFit<DomainDifficultyReport>
{
    /// <summary>The annotation or field with the group, such as the task or domain of a document; null for one group.</summary>
    /// <value>Default <c>domain</c>, which <see cref="DomainTagger"/> writes.</value>
    public string? GroupField { get; init => field = SelectionChecks.Name(value); } = DomainTagger.Domain.Name;

    /// <inheritdoc/>
    public override string Name => "domain-difficulty";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(GroupField), GroupField);
    }

    /// <inheritdoc/>
    protected override async Task<DomainDifficultyReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        string[] values = [DomainSpecificityTagger.GeneralLoss.Name, DomainSpecificityTagger.DomainLoss.Name];
        AnnotationTable table = await scope.FitAsync(scope.Corpus,
            new AnnotationTableFit(values, GroupField is null ? [] : [GroupField], DocumentMeasure.Documents), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("report", (output, token) =>
        {
            Summarize(table, values, token).WriteJson(output.CreateFile(DomainDifficultyReport.FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string path = Path.Combine(files.Folder, DomainDifficultyReport.FileName);
        return DomainDifficultyReport.Read(files.Files.ReadAllBytes(path), path);
    }

    private DomainDifficultyReport Summarize(AnnotationTable table, string[] values, CancellationToken cancellationToken)
    {
        Sums[] groups = [.. Enumerable.Range(0, GroupField is null ? 1 : table.GroupNames[0].Length).Select(_ => new Sums())];
        long unrated = 0;
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            if (double.IsNaN(row.Values[0]) || double.IsNaN(row.Values[1])) unrated++;
            else groups[GroupField is null ? 0 : row.Groups[0]].Add(row.Values[0], row.Values[1]);
        }
        if (groups.All(group => group.Documents == 0)) throw SelectionChecks.NoCandidates(table, unrated, 0, values, "documents", "Options");
        return new()
        {
            Unrated = unrated,
            Groups = [.. groups.Select((sums, i) => sums.ToDifficulty(GroupField is null ? "" : table.GroupNames[0][i])).Where(group => group.Documents > 0)
                .OrderByDescending(group => group.Specificity).ThenBy(group => group.Group, StringComparer.Ordinal)],
        };
    }

    private sealed class Sums
    {
        private CompensatedSum general;
        private CompensatedSum domain;
        private double mean;
        private double squares;
        private long wins;

        public long Documents { get; private set; }

        public void Add(double generalLoss, double domainLoss)
        {
            general.Add(generalLoss);
            domain.Add(domainLoss);
            if (domainLoss < generalLoss) wins++;
            // Welford 1962: a variance without the difference of two large sums.
            double delta = generalLoss - domainLoss - mean;
            Documents++;
            mean += delta / Documents;
            squares += delta * (generalLoss - domainLoss - mean);
        }

        public DomainDifficulty ToDifficulty(string group) => new()
        {
            Group = group,
            Documents = Documents,
            GeneralLoss = general.Value / Documents,
            DomainLoss = domain.Value / Documents,
            Specificity = (general.Value / Documents) - (domain.Value / Documents),
            StandardError = Documents < 2 ? double.NaN : Math.Sqrt(squares / (Documents - 1) / Documents),
            DomainWins = (double)wins / Documents,
        };
    }
}
