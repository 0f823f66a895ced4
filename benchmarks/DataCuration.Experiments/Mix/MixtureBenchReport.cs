using System.Globalization;
using System.Text;
using DataCuration.Experiments.Select;
using DataCuration.Mixing;
using DataCuration.Training;

namespace DataCuration.Experiments.Mix;

/// <summary>The result of a <see cref="MixtureBench"/> for a target.</summary>
internal sealed record MixtureBenchReport
{
    public required BenchTarget Target { get; init; }

    public required IReadOnlyList<MixtureSource> Sources { get; init; }

    public required IReadOnlySet<string> Domain { get; init; }

    public required MixtureBench Bench { get; init; }

    /// <summary>The mixtures of the last trainings.</summary>
    public required IReadOnlyList<(string Name, MixtureWeights Weights)> Mixtures { get; init; }

    public required MixtureSearchReport Search { get; init; }

    public required RatioLaws Laws { get; init; }

    /// <summary>The share of the target's sources in the plan.</summary>
    public required double Share { get; init; }

    /// <summary>The last trainings.</summary>
    public required SelectionExperimentReport Last { get; init; }

    public required IReadOnlyList<(string Name, EvaluationSet Set)> HeldOut { get; init; }

    /// <summary>The largest relative error of the laws at unseen ratios.</summary>
    public double LargestError =>
        Laws.Unseen.Select(point => Math.Max(Math.Abs(Laws.DomainError(point)), Math.Abs(Laws.GeneralError(point)))).DefaultIfEmpty().Max();

    /// <summary>Returns the mean bits per byte of a mixture over all seeds.</summary>
    public double BitsOf(string mixture, string set) =>
        Last.Runs.Where(made => made.Selection == mixture).Average(made => made.Evaluations[set].BitsPerByte);

    /// <summary>Returns the comparison of a mixture with another one on the test text, over all seeds.</summary>
    public BitsPerByteDifference Compare(string candidate, string baseline) => Last.Compare(candidate, baseline, MixtureBench.Test).Difference;

    /// <summary>Returns the report in Markdown: mixtures, result, and errors of the laws.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        string sets = string.Join("; ", HeldOut.Select(one => string.Create(CultureInfo.InvariantCulture,
            $"{one.Name} {one.Set.Documents.Count:N0} documents, {one.Set.Utf8Bytes:N0} bytes")));
        text.Append(CultureInfo.InvariantCulture, $"# Mixtures for {Target.Name} ({Target.Field} = {Target.Value})\n\nHeld-out text: {sets}.\n\n")
            .Append(MixtureTable()).Append('\n').Append(ResultTable()).Append('\n');
        string correlation = Search.RankCorrelation(Bench.Search.Iterations.Count) is { } found
            ? $"rank correlation of the last iteration {MarkdownTable.Value(found)}" : "all predictions of the last iteration are equal";
        text.Append(CultureInfo.InvariantCulture, $"Search: {Search.Evaluations.Count} trainings of {Bench.SearchTokens:N0} tokens; {correlation}. ")
            .Append(CultureInfo.InvariantCulture, $"Plan: share {Share:F3}, with a tolerance of {Bench.Tolerance:P1} for other text.\n\n").Append(LawTable())
            .Append("\nLaw of the target's text:\n\n").Append(Laws.Of(Bench.Models[0].ParameterCount, Bench.Tokens).Domain.ToMarkdown())
            .Append("\nLaw of other text:\n\n").Append(Laws.Of(Bench.Models[0].ParameterCount, Bench.Tokens).General.ToMarkdown());
        return text.ToString();
    }

    /// <summary>Returns the weights of all mixtures.</summary>
    public string MixtureTable()
    {
        var table = new MarkdownTable(["source", ">tokens", .. Mixtures.Select(one => ">" + one.Name)]);
        foreach (MixtureSource source in Sources)
            table.Add([source.Name + (Domain.Contains(source.Name) ? " (target)" : ""), MarkdownTable.Number(source.Tokens),
                .. Mixtures.Select(one => one.Weights[source.Name].ToString("F3", CultureInfo.InvariantCulture))]);
        return table.ToString();
    }

    /// <summary>Returns the results of the last trainings.</summary>
    public string ResultTable()
    {
        var table = new MarkdownTable("mixture", ">test bits/byte", "against uniform", "against size", "lowest and highest seed", ">other text");
        foreach ((string name, _) in Mixtures)
        {
            double[] bits = [.. Last.Runs.Where(made => made.Selection == name).Select(made => made.Evaluations[MixtureBench.Test].BitsPerByte)];
            table.Add(name, Bits(bits.Average()), Difference(name, MixtureBench.Uniform), Difference(name, MixtureBench.BySize),
                $"{Bits(bits.Min())}, {Bits(bits.Max())}", Bits(BitsOf(name, MixtureBench.General)));
        }
        return table.ToString();
    }

    /// <summary>Returns measured and predicted losses at unseen ratios.</summary>
    public string LawTable()
    {
        var table = new MarkdownTable(">parameters", ">tokens", ">share", ">target", ">predicted", ">error", ">nine parameters", ">other text", ">predicted",
            ">error");
        foreach (RatioPoint point in Laws.Unseen) Add(point);
        // The plan itself is a ratio that no law has seen.
        Add(new(Bench.Models[0].ParameterCount, Bench.Tokens, Share, BitsOf(MixtureBench.Plan, MixtureBench.Development),
            BitsOf(MixtureBench.Plan, MixtureBench.General), true));
        return table.ToString();

        void Add(RatioPoint point) => table.Add(MarkdownTable.Number(point.Parameters), MarkdownTable.Number(point.Tokens),
            point.Ratio.ToString("0.###", CultureInfo.InvariantCulture), Bits(point.Domain),
            Bits(Laws.PredictDomain(point.Parameters, point.Tokens, point.Ratio)), Percent(Laws.DomainError(point)),
            Laws.WholeError(point) is { } whole ? Percent(whole) : "", Bits(point.General),
            Bits(Laws.PredictGeneral(point.Parameters, point.Tokens, point.Ratio)), Percent(Laws.GeneralError(point)));
    }

    private string Difference(string name, string baseline)
    {
        if (name == baseline) return "";
        BitsPerByteDifference found = Compare(name, baseline);
        return string.Create(CultureInfo.InvariantCulture, $"{found.Mean:+0.000;-0.000} ({found.Low:F3} to {found.High:F3})");
    }

    private static string Bits(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("+0.00 %;-0.00 %", CultureInfo.InvariantCulture);
}
