using System.Text;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>
/// Checks estimates, weights, top-k and KL reduction. The documents are written as JSONL and pass through the public API. Only the target counts, which
/// the model
/// does not show, come from the featurizer itself.
/// </summary>
internal static class FitJudge
{
    private const double WeightTolerance = 1e-12;
    private const double LogTolerance = 2e-15;
    private const double DivergenceTolerance = 1e-12;

    public static async Task JudgeAsync(string path, JudgeReport report, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(path);
        foreach (JsonElement scenario in VectorReading.Load(path).GetProperty("scenarios").EnumerateArray())
            await report.CaseAsync(file, scenario.Text("id"), judge => JudgeAsync(scenario, judge, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task JudgeAsync(JsonElement scenario, CaseJudge judge, CancellationToken cancellationToken)
    {
        ReferenceParameters parameters = ReferenceParameters.Read(scenario.GetProperty("params"));
        bool hasTop = scenario.Has("topk", out JsonElement top);
        if (hasTop) parameters = parameters with { TopK = true, NumToSample = top.Integer("k") };
        DirectoryInfo inputs = Directory.CreateTempSubdirectory("datacuration-conformance-");
        try
        {
            string[] documents = scenario.GetProperty("raw_docs").Strings();
            string[][] targets = [.. scenario.GetProperty("target_docs").EnumerateArray().Select(VectorReading.Strings)];
            string raw = Write(inputs, "raw.jsonl", documents);
            using var run = new ReferenceRun(parameters, [raw], [.. targets.Select((texts, k) => Write(inputs, $"target{k}.jsonl", texts))]);
            await run.FitAsync(cancellationToken).ConfigureAwait(false);
            JudgeModel(scenario, parameters, run.Model, judge);
            JudgeTargets(scenario, parameters, targets, run.Model, judge);
            int[] order = DocumentOrder(scenario, parameters, documents.Length, run);
            JudgeWeights(scenario, parameters, run, order, judge);
            if (!hasTop) return;
            await run.SelectAsync(cancellationToken).ConfigureAwait(false);
            judge.Same("topk.indices_sorted", top.GetProperty("indices_sorted").Integers(),
                [.. run.Chosen.Select(place => (long)Array.IndexOf(order, (int)place)).Order()]);
            long[] selected = Count(run.Chosen.Select(place => documents[Array.IndexOf(order, (int)place)]), parameters, 1, null);
            judge.Same("topk.selected_counts", top.GetProperty("selected_counts").Counts(parameters.Buckets), selected);
            KullbackLeiblerReport divergence = run.KullbackLeibler!;
            judge.Near("topk.kl_target_raw_eps1e-8", top.GetProperty("kl_target_raw_eps1e-8").GetDouble(), divergence.TargetToRaw, DivergenceTolerance, 1);
            judge.Near("topk.kl_target_selected_eps1e-8", top.GetProperty("kl_target_selected_eps1e-8").GetDouble(),
                divergence.TargetToSelected, DivergenceTolerance, 1);
            judge.Near("topk.kl_reduction_eps1e-8", top.GetProperty("kl_reduction_eps1e-8").GetDouble(), divergence.Reduction, DivergenceTolerance, 1);
        }
        finally
        {
            inputs.Delete(recursive: true);
        }
    }

    private static void JudgeModel(JsonElement scenario, ReferenceParameters parameters, DsirModel model, CaseJudge judge)
    {
        int buckets = parameters.Buckets;
        double[] raw = model.RawProbabilities.ToArray();
        judge.Same("raw_probs", scenario.GetProperty("raw_probs").Vector(buckets), raw);
        judge.Same("raw_counts", scenario.GetProperty("raw_counts").Counts(buckets),
            [.. raw.Select(probability => (long)Math.Round(probability * model.RawNGrams))]);
        JsonElement probabilities = scenario.GetProperty("target_probs");
        JsonElement logRatios = scenario.GetProperty("log_diff");
        judge.Equal("target_probs", probabilities.GetArrayLength(), model.TargetCount);
        bool isExact = double.IsInteger(parameters.Smoothing);
        for (int k = 0; k < model.TargetCount; k++)
        {
            double[] expected = probabilities[k].Vector(buckets);
            double[] got = model.TargetProbabilities(k).ToArray();
            if (isExact) judge.Same($"target_probs[{k}]", expected, got);
            else
                for (int i = 0; i < buckets; i++)
                    if (got[i] > Math.BitIncrement(expected[i]) || got[i] < Math.BitDecrement(expected[i]))
                        judge.Equal($"target_probs[{k}][{i}]", expected[i], got[i]);
            judge.Near($"log_diff[{k}]", Ratios(logRatios[k], expected, raw), model.LogRatios.Slice(k * buckets, buckets).ToArray(), LogTolerance, 0);
        }
        if (scenario.Has("target_proportions", out JsonElement proportions))
            judge.Same("target_proportions", proportions.Doubles(), model.TargetProportions.ToArray());
    }

    /// <summary>Returns log ratios as written. A sparse vector leaves out those of buckets that are all alike; they are computed from the
    /// probabilities.</summary>
    private static double[] Ratios(JsonElement given, double[] target, double[] raw)
    {
        if (given.GetArrayLength() == target.Length && given[0].ValueKind != JsonValueKind.Array) return given.Doubles();
        double[] ratios = [.. target.Select((probability, i) => Math.Log(probability + 1e-8) - Math.Log(raw[i] + 1e-8))];
        foreach (JsonElement pair in given.EnumerateArray()) ratios[pair[0].GetInt32()] = pair[1].GetDouble();
        return ratios;
    }

    private static void JudgeTargets(JsonElement scenario, ReferenceParameters parameters, string[][] targets, DsirModel model, CaseJudge judge)
    {
        int buckets = parameters.Buckets;
        double[] raw = model.RawProbabilities.ToArray();
        bool hasDivergence = scenario.Has("kl_target_raw", out JsonElement divergences);
        for (int k = 0; k < targets.Length; k++)
        {
            // Only separate targets are limited to the budget.
            long[] counts = Count(targets[k], parameters, parameters.Processes, parameters.SeparateTargets ? parameters.TokensToFit : null);
            judge.Same($"target_counts[{k}]", scenario.GetProperty("target_counts")[k].Counts(buckets), counts);
            if (!hasDivergence || k >= divergences.GetArrayLength()) continue;
            var distribution = new double[buckets];
            DsirMath.RawProbabilities(counts, distribution);
            double divergence = DsirMath.KullbackLeibler(distribution, raw, 0);
            judge.Near($"kl_target_raw[{k}]", divergences[k].ValueKind == JsonValueKind.Null ? double.PositiveInfinity
                : divergences[k].GetDouble(), divergence, DivergenceTolerance, 1);
        }
    }

    private static void JudgeWeights(JsonElement scenario, ReferenceParameters parameters, ReferenceRun run, int[] order, CaseJudge judge)
    {
        judge.Same("lengths", scenario.GetProperty("lengths").Integers(), [.. order.Select(place => run.Weights[place].Tokens)]);
        if (scenario.Has("passes_length_filter", out JsonElement passing))
            judge.Same("passes_length_filter", [.. passing.EnumerateArray().Select(item => item.GetBoolean())],
                [.. order.Select(place => run.Weights[place].Tokens >= parameters.MinExampleLength)]);
        JsonElement exact = scenario.GetProperty("log_weights_exact");
        for (int k = 0; k < run.Model.TargetCount; k++)
            judge.Near($"log_weights_exact[{k}]", exact[k].Doubles(), [.. order.Select(place => run.Weights[place].Weights[k])], WeightTolerance, 1);
    }

    /// <summary>
    /// Returns each document's place in the global order. With several processes the vectors may be in either order: the lengths decide.
    /// </summary>
    private static int[] DocumentOrder(JsonElement scenario, ReferenceParameters parameters, int documents, ReferenceRun run)
    {
        var order = new int[documents];
        int place = 0;
        for (int process = 0; process < parameters.Processes; process++)
            for (int document = process; document < documents; document += parameters.Processes) order[document] = place++;
        long[] lengths = scenario.GetProperty("lengths").Integers();
        bool isDocumentOrder = lengths.Length == documents && run.Weights.Count == documents
            && order.Select(position => run.Weights[position].Tokens).SequenceEqual(lengths);
        return isDocumentOrder ? order : [.. Enumerable.Range(0, documents)];
    }

    /// <summary>Counts like the reference: each process counts its share of the documents until it exceeds its share of the budget.</summary>
    private static long[] Count(IEnumerable<string> texts, ReferenceParameters parameters, int processes, long? budget)
    {
        using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(parameters.NGrams, parameters.Buckets));
        var counts = new long[parameters.Buckets];
        string[] documents = [.. texts];
        for (int process = 0; process < processes; process++)
        {
            long ngrams = 0;
            for (int i = process; i < documents.Length; i += processes)
            {
                ngrams += featurizer.Count(Encoding.UTF8.GetBytes(documents[i]), counts).NGramOccurrences;
                if (ngrams > budget / processes) break;
            }
        }
        return counts;
    }

    private static string Write(DirectoryInfo folder, string name, string[] texts)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllLines(path, texts.Select(text => $"{{\"text\":{JsonSerializer.Serialize(text)}}}"));
        return path;
    }
}
