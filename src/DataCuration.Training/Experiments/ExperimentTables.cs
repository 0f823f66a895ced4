namespace DataCuration.Training;

/// <summary>Makes the tables of a report.</summary>
internal static class ExperimentTables
{
    public static ExperimentTable Runs(SelectionExperimentReport report) => new()
    {
        Columns = ["selection", "seed", "set", "bits_per_byte", "perplexity", "documents", "selection_tokens", "tokens_seen", "passes", "steps", "seconds"],
        Rows = [.. report.Runs.SelectMany(run => report.Sets.Select(set => new[]
        {
            AnnotationValue.FromString(run.Selection), FromSeed(run.Seed), AnnotationValue.FromString(set),
            AnnotationValue.FromNumber(run.Evaluations[set].BitsPerByte), AnnotationValue.FromNumber(run.Evaluations[set].Perplexity),
            AnnotationValue.FromInteger(run.Evaluations[set].Documents.Count), AnnotationValue.FromInteger(run.SelectionTokens),
            AnnotationValue.FromInteger(run.TokensSeen), AnnotationValue.FromNumber(run.Passes), AnnotationValue.FromInteger(run.Steps),
            AnnotationValue.FromNumber(run.Seconds),
        }))],
    };

    public static ExperimentTable Comparisons(SelectionExperimentReport report) => new()
    {
        Columns = ["set", "stratum", "seed", "candidate", "baseline", "candidate_bits_per_byte", "baseline_bits_per_byte", "difference", "low", "high",
            "documents", "outcome"],
        Rows = [.. report.Comparisons.Select(one => new[]
        {
            AnnotationValue.FromString(one.Set), one.Stratum is { } stratum ? AnnotationValue.FromString(stratum) : AnnotationValue.Null,
            one.Seed is { } seed ? FromSeed(seed) : AnnotationValue.Null, AnnotationValue.FromString(one.Candidate),
            AnnotationValue.FromString(one.Baseline), AnnotationValue.FromNumber(one.CandidateBitsPerByte),
            AnnotationValue.FromNumber(one.BaselineBitsPerByte), AnnotationValue.FromNumber(one.Difference.Mean),
            AnnotationValue.FromNumber(one.Difference.Low), AnnotationValue.FromNumber(one.Difference.High),
            AnnotationValue.FromInteger(one.Difference.Documents), AnnotationValue.FromString(NameOf(one.Outcome)),
        })],
    };

    public static string NameOf(ComparisonOutcome outcome) => outcome switch
    {
        ComparisonOutcome.Win => "win",
        ComparisonOutcome.Loss => "loss",
        _ => "tie",
    };

    // Seeds beyond the integers of a column are rare: as a string then.
    private static AnnotationValue FromSeed(ulong seed) => seed <= long.MaxValue ? AnnotationValue.FromInteger((long)seed)
        : AnnotationValue.FromString(seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
