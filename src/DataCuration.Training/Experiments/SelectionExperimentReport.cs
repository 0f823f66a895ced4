namespace DataCuration.Training;

/// <summary>The result of a <see cref="SelectionExperiment"/>.</summary>
public sealed record SelectionExperimentReport
{
    /// <summary>The names of the selections, in their order.</summary>
    public required IReadOnlyList<string> Selections { get; init; }

    /// <summary>The names of the evaluation sets.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The number of tokens of each training; with <see cref="RowPacking.BestFit"/>, the maximum number.</summary>
    public required long TokensPerRun { get; init; }

    /// <summary>The runs: the seeds of a selection follow one another.</summary>
    public required IReadOnlyList<ExperimentRun> Runs { get; init; }

    /// <summary>
    /// The comparisons of all pairs of selections on each set: over all seeds, for each seed if there are several, and for each stratum. The candidate is the
    /// later selection of a pair.
    /// </summary>
    public required IReadOnlyList<ExperimentComparison> Comparisons { get; init; }

    /// <summary>Limits of the comparison: repeated tokens, unequal tokens, and the warnings of the trainings.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Finds the comparison of two selections.</summary>
    /// <param name="candidate">The name of the compared selection.</param>
    /// <param name="baseline">The name of the selection that it is compared with.</param>
    /// <param name="set">The name of the evaluation set; null for the first one.</param>
    /// <param name="stratum">The stratum; null for all documents.</param>
    /// <param name="seed">The seed; null for the mean of all seeds.</param>
    /// <exception cref="ArgumentException">There is no such comparison.</exception>
    public ExperimentComparison Compare(string candidate, string baseline, string? set = null, string? stratum = null, ulong? seed = null)
    {
        set ??= Sets[0];
        if (seed is { } only && Seeds is [ulong single] && single == only) seed = null;
        foreach (ExperimentComparison comparison in Comparisons)
        {
            if (comparison.Set != set || comparison.Stratum != stratum || comparison.Seed != seed) continue;
            if (comparison.Candidate == candidate && comparison.Baseline == baseline) return comparison;
            if (comparison.Candidate == baseline && comparison.Baseline == candidate) return comparison.Reverse();
        }
        throw new ArgumentException($"There is no comparison of '{candidate}' with '{baseline}' on the set '{set}'"
            + $"{(stratum is null ? "" : $", stratum '{stratum}'")}{(seed is null ? "" : FormattableString.Invariant($", seed {seed}"))}.", nameof(candidate));
    }

    /// <summary>
    /// Counts a selection's wins, ties and losses against another one: over the strata of sets that have them, and over whole sets otherwise, each over all
    /// seeds.
    /// </summary>
    /// <param name="candidate">The name of the compared selection.</param>
    /// <param name="baseline">The name of the selection that it is compared with.</param>
    public (int Wins, int Ties, int Losses) CountOutcomes(string candidate, string baseline)
    {
        ExperimentComparison[] pair = [.. Comparisons.Where(one => one.Seed is null
            && ((one.Candidate == candidate && one.Baseline == baseline) || (one.Candidate == baseline && one.Baseline == candidate)))
            .Select(one => one.Candidate == candidate ? one : one.Reverse())];
        ComparisonOutcome[] outcomes = [.. pair.GroupBy(one => one.Set, StringComparer.Ordinal)
            .SelectMany(set => set.Any(one => one.Stratum is not null) ? set.Where(one => one.Stratum is not null) : set).Select(one => one.Outcome)];
        return (outcomes.Count(outcome => outcome == ComparisonOutcome.Win), outcomes.Count(outcome => outcome == ComparisonOutcome.Tie),
            outcomes.Count(outcome => outcome == ComparisonOutcome.Loss));
    }

    /// <summary>Returns a table with a row for each run and evaluation set.</summary>
    public ExperimentTable ToRunTable() => ExperimentTables.Runs(this);

    /// <summary>Returns a table with a row for each comparison.</summary>
    public ExperimentTable ToComparisonTable() => ExperimentTables.Comparisons(this);

    /// <summary>Returns the report as Markdown.</summary>
    public string ToMarkdown() => ExperimentMarkdown.Write(this);

    /// <summary>Returns the report as JSON in UTF-8: runs, comparisons and warnings, without the losses of single documents.</summary>
    public byte[] ToJson() => ExperimentJson.Write(this);
}
