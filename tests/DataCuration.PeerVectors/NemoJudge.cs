using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>NeMo Curator's filters and modifiers. The file of the first set has another form, and one value for ties.</summary>
internal sealed class NemoJudge() : VectorJudge("nemo")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        if (root.GetProperty("cases").ValueKind == JsonValueKind.Array) JudgeFirstSet(root, tally, cancellationToken);
        else JudgeSecondSet(root, folder, tally, cancellationToken);
    }

    private static void JudgeSecondSet(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        List<(string Name, StageCalls? Calls, NemoFilter? Stage)> filters = [];
        foreach (JsonElement filter in root.GetProperty("filters").EnumerateArray())
        {
            string name = filter.GetProperty("name").GetString()!;
            NemoFilter? stage = NemoStages.Filter(name, filter.GetProperty("parameters"));
            filters.Add(($"{filter.GetProperty("index")} {name}", stage is null ? null : new StageCalls(stage), stage));
        }
        foreach (JsonProperty document in root.GetProperty("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string text = folder.Documents[document.Name];
            int index = 0;
            foreach (JsonElement expected in document.Value.EnumerateArray())
            {
                (string name, StageCalls? calls, NemoFilter? stage) = filters[index++];
                if (calls is not null) Compare($"{document.Name} {name}", stage!, text, expected, Score(calls.Apply(text), stage!.Prefix), tally);
            }
        }
        StageCalls[] modifiers = [.. root.GetProperty("modifiers").EnumerateArray()
            .Select(one => new StageCalls(NemoStages.Modifier(one.GetProperty("name").GetString()!, one.GetProperty("parameters"))))];
        foreach (JsonProperty document in root.GetProperty("modified").EnumerateObject())
        {
            string text = folder.Documents[document.Name];
            int index = 0;
            foreach (JsonElement expected in document.Value.EnumerateArray())
            {
                StageResult result = modifiers[index].Apply(text);
                string wanted = expected.ValueKind == JsonValueKind.True ? text : expected.GetString()!;
                tally.Equal($"{document.Name} modifier {index++}", wanted, result.Document?.Text ?? text);
            }
        }
        foreach ((_, StageCalls? calls, _) in filters) calls?.Dispose();
        foreach (StageCalls calls in modifiers) calls.Dispose();
    }

    private static void Compare(string name, NemoFilter stage, string text, JsonElement expected, (double Score, bool Keep) actual, VectorTally tally)
    {
        if (expected.ValueKind == JsonValueKind.Array)
        {
            if (stage is NemoTopNGramFilter top && Math.Abs(FilterRun.Value(expected[0]) - actual.Score) > 1e-9
                && AreTied(text, top.Length, FilterRun.Value(expected[0]), actual.Score))
            {
                tally.Deviate(DeviationReasons.NemoTied);
                return;
            }
            tally.Near(name + " score", FilterRun.Value(expected[0]), actual.Score);
            tally.Equal(name + " keep", expected[1].GetBoolean(), actual.Keep);
        }
        else if (expected.TryGetProperty("ties", out JsonElement ties))
        {
            double[] scores = [.. ties.EnumerateArray().Select(FilterRun.Value)];
            // With more than six scores, the least and the greatest are given.
            bool isAllowed = expected.GetProperty("tied").GetInt32() > scores.Length && scores.Length == 2
                ? actual.Score >= scores.Min() * (1 - 1e-9) && actual.Score <= scores.Max() * (1 + 1e-9)
                : scores.Any(one => Math.Abs(one - actual.Score) <= 1e-9 * Math.Max(one, actual.Score));
            if (isAllowed) tally.Equal(name + " tied score", true, true);
            else tally.Fail(name, $"expected one of {ties}, got {actual.Score}");
            tally.Equal(name + " keep", true, expected.GetProperty("keep").EnumerateArray().Any(one => one.GetBoolean() == actual.Keep));
        }
        else tally.Deviate(DeviationReasons.NemoThrew);
    }

    private static void JudgeFirstSet(JsonElement root, VectorTally tally, CancellationToken cancellationToken)
    {
        Dictionary<string, (StageCalls? Calls, string Prefix)> stages = new(StringComparer.Ordinal);
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string text = one.GetProperty("text").GetString()!;
            foreach (JsonProperty filter in one.GetProperty("filters").EnumerateObject())
            {
                if (!stages.TryGetValue(filter.Name, out (StageCalls? Calls, string Prefix) stage))
                {
                    NemoFilter? made = NemoStages.Filter(filter.Name, EmptyParameters());
                    stages.Add(filter.Name, stage = (made is null ? null : new StageCalls(made), made?.Prefix ?? ""));
                }
                if (stage.Calls is null) continue;
                string name = $"{one.GetProperty("name").GetString()} {filter.Name}";
                (double score, bool keep) = Score(stage.Calls.Apply(text), stage.Prefix);
                if (filter.Value.TryGetProperty("error", out _))
                {
                    tally.Deviate(DeviationReasons.NemoThrew);
                    continue;
                }
                double expected = FilterRun.Value(filter.Value.GetProperty("score"));
                if (filter.Name == "RepeatingTopNGramsFilter" && Math.Abs(expected - score) > 1e-9 * Math.Max(expected, score))
                {
                    // The file has the values of one process. Both scores must be those of tied n-grams.
                    if (AreTied(text, 2, expected, score)) tally.Deviate(DeviationReasons.NemoTied);
                    else tally.Fail(name, FormattableString.Invariant($"expected {expected:R}, got {score:R}, and no two n-grams tie"));
                    continue;
                }
                tally.Near(name + " score", expected, score);
                tally.Equal(name + " keep", filter.Value.GetProperty("keep").GetBoolean(), keep);
            }
        }
        foreach ((StageCalls? calls, _) in stages.Values) calls?.Dispose();
    }

    private static bool AreTied(string text, int length, double expected, double actual)
    {
        TextWords split = TextWords.Split(System.Text.Encoding.UTF8.GetBytes(text));
        string[] words = [.. Enumerable.Range(0, split.Count).Select(i => System.Text.Encoding.UTF8.GetString(split[i]))];
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        for (int i = 0; i + length <= words.Length; i++)
        {
            string gram = string.Join(' ', words[i..(i + length)]);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }
        int most = counts.Count == 0 ? 0 : counts.Values.Max(), all = text.EnumerateRunes().Count();
        double[] scores = [.. counts.Where(one => one.Value == most)
            .Select(one => (double)(all - text.Replace(one.Key, "", StringComparison.Ordinal).EnumerateRunes().Count()) / all)];
        return scores.Any(one => Math.Abs(one - expected) < 1e-9) && scores.Any(one => Math.Abs(one - actual) < 1e-9);
    }

    private static JsonElement EmptyParameters()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }

    private static (double Score, bool Keep) Score(StageResult result, string prefix) =>
        ((result.Document ?? result.DroppedDocument)!.Get(new AnnotationKey<double>(prefix + ".score")), !result.IsDrop);
}
