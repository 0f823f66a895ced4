using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>The measured mixtures of a search and its result.</summary>
public sealed record MixtureSearchReport
{
    private const int FormatVersion = 1;

    /// <summary>The sources.</summary>
    public required IReadOnlyList<MixtureSource> Sources { get; init; }

    /// <summary>The evaluator's name.</summary>
    public required string Evaluator { get; init; }

    /// <summary>The regression's name.</summary>
    public required string Regression { get; init; }

    /// <summary>All measured mixtures, by iteration and index.</summary>
    public required IReadOnlyList<MixtureEvaluation> Evaluations { get; init; }

    /// <summary>The mixture with the best prediction, or the mean of several (<see cref="MixtureSearchOptions.Averaged"/>). It was not measured.</summary>
    public required MixtureWeights Result { get; init; }

    /// <summary>The predicted score of the result; the mean prediction if the result is a mean.</summary>
    public required double PredictedScore { get; init; }

    /// <summary>The measured mixture with the best score; of equal ones, the first.</summary>
    public MixtureEvaluation BestMeasured => Evaluations.MaxBy(one => one.Score)!;

    /// <summary>
    /// Returns the rank correlation (Spearman) between predicted and measured scores of an iteration; null for the first one, for a single mixture, and
    /// if all predictions or scores are equal.
    /// </summary>
    /// <param name="iteration">The iteration, from 1.</param>
    public double? RankCorrelation(int iteration)
    {
        MixtureEvaluation[] own = [.. Evaluations.Where(one => one.Iteration == iteration && one.Predicted is not null)];
        return own.Length < 2 ? null : RankStatistics.Correlation([.. own.Select(one => one.Predicted!.Value)], [.. own.Select(one => one.Score)]);
    }

    /// <summary>Returns the report in Markdown: iterations, result against shares of tokens, and all measured mixtures.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("# Mixture search\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{Evaluations.Count} mixtures of {Sources.Count} sources, scored by {MarkdownTable.Escape(Evaluator)}. Prediction: {Regression}.\n\n");
        var iterations = new MarkdownTable(">iteration", ">mixtures", ">best score", ">mean score", ">rank correlation");
        foreach (IGrouping<int, MixtureEvaluation> group in Evaluations.GroupBy(one => one.Iteration))
            iterations.Add(MarkdownTable.Number(group.Key), MarkdownTable.Number(group.Count()), MarkdownTable.Value(group.Max(one => one.Score)),
                MarkdownTable.Value(group.Average(one => one.Score)), MarkdownTable.Value(RankCorrelation(group.Key)));
        text.Append(iterations).Append(CultureInfo.InvariantCulture, $"\nPredicted score of the result: {MarkdownTable.Value(PredictedScore)}.\n\n");
        MixtureWeights shares = MixtureWeights.FromTokens(Sources), best = BestMeasured.Weights;
        var result = new MarkdownTable("source", ">share of tokens", ">result", ">best measured");
        for (int i = 0; i < shares.Names.Length; i++)
            result.Add(shares.Names[i], MarkdownTable.Value(shares.Weights[i]), MarkdownTable.Value(Result.Weights[i]), MarkdownTable.Value(best.Weights[i]));
        text.Append(result).Append("\n## Measured mixtures\n\n");
        var mixtures = new MarkdownTable([">iteration", ">mixture", ">predicted", ">measured", .. shares.Names.Select(name => ">" + name)]);
        foreach (MixtureEvaluation one in Evaluations)
            mixtures.Add([MarkdownTable.Number(one.Iteration), MarkdownTable.Number(one.Index), MarkdownTable.Value(one.Predicted),
                MarkdownTable.Value(one.Score), .. one.Weights.Weights.Select(weight => MarkdownTable.Value(weight))]);
        return text.Append(mixtures).ToString();
    }

    /// <summary>Returns the report as JSON in UTF-8.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("evaluator", Evaluator);
            json.WriteString("regression", Regression);
            json.WriteStartArray("sources");
            foreach (MixtureSource source in Sources)
            {
                json.WriteStartObject();
                json.WriteString("name", source.Name);
                json.WriteNumber("tokens", source.Tokens);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteWeights(json, "result", Result);
            json.WriteNumber("predicted_score", PredictedScore);
            json.WriteStartArray("evaluations");
            foreach (MixtureEvaluation one in Evaluations)
            {
                json.WriteStartObject();
                json.WriteNumber("iteration", one.Iteration);
                json.WriteNumber("index", one.Index);
                if (one.Predicted is { } predicted) json.WriteNumber("predicted", predicted);
                json.WriteNumber("score", one.Score);
                WriteWeights(json, "weights", one.Weights);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteWeights(Utf8JsonWriter json, string name, MixtureWeights weights)
    {
        json.WriteStartArray(name);
        foreach (double weight in weights.Weights) json.WriteNumberValue(weight);
        json.WriteEndArray();
    }
}
