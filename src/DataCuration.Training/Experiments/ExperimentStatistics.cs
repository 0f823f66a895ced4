using System.Globalization;

namespace DataCuration.Training;

/// <summary>Compares the runs of an experiment.</summary>
internal static class ExperimentStatistics
{
    // Batches of packed documents vary a little in size; a larger difference is an advantage.
    private const double MaxTokenDifference = 0.01;

    /// <summary>Compares all pairs of selections on all sets: over all seeds, for each seed, and for each stratum.</summary>
    public static SelectionExperimentReport Report(SelectionExperiment experiment, IReadOnlyList<string> selections, IReadOnlyList<ExperimentRun> runs,
        EvaluationSets evaluation)
    {
        var comparisons = new List<ExperimentComparison>();
        foreach ((string name, EvaluationSet set) in evaluation.Sets)
        {
            string?[] strata = [.. set.Documents.Select(document => document.Stratum)];
            string[] different = [.. strata.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            for (int baseline = 0; baseline < selections.Count; baseline++)
            {
                for (int candidate = baseline + 1; candidate < selections.Count; candidate++)
                {
                    EvaluationResult one = Mean(runs, selections[candidate], name), other = Mean(runs, selections[baseline], name);
                    comparisons.Add(Compare(one, other, null, null));
                    if (experiment.Seeds.Count > 1)
                        foreach (ulong seed in experiment.Seeds)
                            comparisons.Add(Compare(Of(runs, selections[candidate], seed, name), Of(runs, selections[baseline], seed, name), seed, null));
                    foreach (string stratum in different) comparisons.Add(Compare(one, other, null, stratum));

                    ExperimentComparison Compare(EvaluationResult left, EvaluationResult right, ulong? seed, string? stratum)
                    {
                        string?[] groups = strata;
                        if (stratum is not null)
                        {
                            (left, right) = (Select(left, strata, stratum), Select(right, strata, stratum));
                            groups = [.. groups.Where(group => group == stratum)];
                        }
                        return new()
                        {
                            Set = name,
                            Stratum = stratum,
                            Seed = seed,
                            Candidate = selections[candidate],
                            Baseline = selections[baseline],
                            CandidateBitsPerByte = left.BitsPerByte,
                            BaselineBitsPerByte = right.BitsPerByte,
                            Difference = PairedBootstrap.CompareStratified(left, right, groups, experiment.Resamples, experiment.BootstrapSeed,
                                experiment.Confidence),
                        };
                    }
                }
            }
        }
        return new()
        {
            Selections = selections,
            Sets = [.. evaluation.Sets.Select(set => set.Name)],
            Seeds = experiment.Seeds,
            TokensPerRun = experiment.TokensPerRun,
            Runs = runs,
            Comparisons = comparisons,
            Warnings = Warnings(runs),
        };
    }

    /// <summary>Returns the mean of a selection's seeds, document by document.</summary>
    internal static EvaluationResult Mean(IReadOnlyList<ExperimentRun> runs, string selection, string set)
    {
        EvaluationResult[] results = [.. runs.Where(run => run.Selection == selection).Select(run => run.Evaluations[set])];
        return new([.. results[0].Documents.Select((document, i) => document with { Bits = results.Average(result => result.Documents[i].Bits) })]);
    }

    private static EvaluationResult Of(IReadOnlyList<ExperimentRun> runs, string selection, ulong seed, string set) =>
        runs.Single(run => run.Selection == selection && run.Seed == seed).Evaluations[set];

    private static EvaluationResult Select(EvaluationResult result, string?[] strata, string stratum) =>
        new([.. result.Documents.Where((_, i) => strata[i] == stratum)]);

    private static List<string> Warnings(IReadOnlyList<ExperimentRun> runs)
    {
        var warnings = new List<string>();
        foreach (ExperimentRun run in runs.Where(run => run.Passes > 1))
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{run.Name}: {run.SelectionTokens:N0} tokens were read {run.Passes:F2} times to reach {run.TokensSeen:N0}."));
        long least = runs.Min(run => run.TokensSeen), most = runs.Max(run => run.TokensSeen);
        if (most - least > MaxTokenDifference * least)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The trainings read between {least:N0} and {most:N0} tokens: they are not compared at "
                + $"equal tokens. {nameof(RowPacking)}.{nameof(RowPacking.Stream)} has rows of equal length."));
        foreach (ExperimentRun run in runs)
            foreach (string warning in run.Warnings) warnings.Add($"{run.Name}: {warning}");
        return warnings;
    }
}
