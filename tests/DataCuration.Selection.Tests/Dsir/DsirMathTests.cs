using System.Text;
using System.Text.Json;

namespace DataCuration.Selection.Tests;

public sealed class DsirMathTests
{
    public static TheoryData<string> Scenarios =>
        ["basic64", "laplace1", "laplace0.1_uni", "default10000", "two_targets_pooled", "separate_targets", "separate_props", "budget500"];

    [Fact]
    public void Scenarios_InTheVectors_AreAllTested() =>
        Assert.Equal(DsirVectors.Load("fit.json").GetProperty("scenarios").Items().Select(item => item.Text("id")), Scenarios.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Fit_ReferenceScenario_GivesReferenceEstimatesAndWeights(string id)
    {
        JsonElement scenario = Scenario(id);
        JsonElement parameters = scenario.GetProperty("params");
        int ngrams = parameters.GetProperty("ngrams").GetInt32();
        int buckets = parameters.GetProperty("num_buckets").GetInt32();
        double smoothing = parameters.GetProperty("target_laplace_smoothing").GetDouble();
        bool separate = parameters.GetProperty("separate_targets").GetBoolean();
        using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(ngrams, buckets));

        string[] documents = scenario.GetProperty("raw_docs").Strings();
        int used = scenario.TryGetProperty("raw_docs_used_for_fit", out JsonElement limit) ? limit.GetInt32() : documents.Length;
        long[] rawCounts = Count(featurizer, documents.Take(used), buckets);
        Assert.Equal(scenario.GetProperty("raw_counts").Counts(buckets), rawCounts);
        double[] raw = new double[buckets];
        DsirMath.RawProbabilities(rawCounts, raw);
        Assert.Equal(scenario.GetProperty("raw_probs").Vector(buckets), raw);

        List<long[]> targetCounts = [.. scenario.GetProperty("target_docs").Items().Select(file => Count(featurizer, file.Strings(), buckets))];
        Assert.Equal(scenario.GetProperty("target_counts").Items().Select(counts => counts.Counts(buckets)), targetCounts);
        CheckProportions(scenario, parameters, targetCounts);
        if (!separate)
        {
            targetCounts = [[.. Enumerable.Range(0, buckets).Select(bucket => targetCounts.Sum(counts => counts[bucket]))]];
        }

        double[] ratios = new double[targetCounts.Count * buckets];
        for (int k = 0; k < targetCounts.Count; k++)
        {
            double[] target = new double[buckets];
            DsirMath.TargetProbabilities(targetCounts[k], smoothing, target);
            double[] expected = Row(scenario.GetProperty("target_probs"), k, buckets);
            for (int bucket = 0; bucket < buckets; bucket++)
            {
                Assert.Equal(expected[bucket], target[bucket]);
            }

            DsirMath.LogRatios(target, raw, ratios.AsSpan(k * buckets, buckets));
            double[] expectedRatios = Row(scenario.GetProperty("log_diff"), k, buckets);
            for (int bucket = 0; bucket < buckets; bucket++)
            {
                Assert.Equal(expectedRatios[bucket], ratios[(k * buckets) + bucket], 2e-15 * Math.Abs(expectedRatios[bucket]));
            }
        }

        double[] weights = new double[targetCounts.Count];
        double[] lengths = scenario.GetProperty("lengths").Doubles();
        for (int i = 0; i < documents.Length; i++)
        {
            DocumentFeatures features = featurizer.Weigh(Encoding.UTF8.GetBytes(documents[i]), ratios, weights);
            Assert.Equal(lengths[i], features.ReferenceLength);
            for (int k = 0; k < weights.Length; k++)
            {
                double exact = scenario.GetProperty("log_weights_exact")[k][i].GetDouble();
                Assert.Equal(exact, weights[k], 1e-12 * Math.Max(1, Math.Abs(exact)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void KullbackLeibler_ReferenceScenario_GivesReferenceDivergences(string id)
    {
        JsonElement scenario = Scenario(id);
        int buckets = scenario.GetProperty("params").GetProperty("num_buckets").GetInt32();
        double[] raw = Distribution(scenario.GetProperty("raw_counts").Counts(buckets));
        long[][] targets = [.. scenario.GetProperty("target_counts").Items().Select(counts => counts.Counts(buckets))];
        for (int k = 0; k < targets.Length; k++)
        {
            JsonElement expected = scenario.GetProperty("kl_target_raw")[k];
            double actual = DsirMath.KullbackLeibler(Distribution(targets[k]), raw, 0);
            if (expected.ValueKind == JsonValueKind.Null)
            {
                Assert.Equal(double.PositiveInfinity, actual);
            }
            else
            {
                Assert.Equal(expected.GetDouble(), actual, 1e-13);
            }
        }

        if (scenario.TryGetProperty("topk", out JsonElement top))
        {
            double[] target = Distribution([.. Enumerable.Range(0, buckets).Select(bucket => targets.Sum(counts => counts[bucket]))]);
            double[] selected = Distribution(top.GetProperty("selected_counts").Counts(buckets));
            Assert.Equal(top.GetProperty("kl_target_raw_eps1e-8").GetDouble(), DsirMath.KullbackLeibler(target, raw), 1e-13);
            Assert.Equal(top.GetProperty("kl_target_selected_eps1e-8").GetDouble(), DsirMath.KullbackLeibler(target, selected), 1e-13);
            Assert.Equal(top.GetProperty("kl_reduction_eps1e-8").GetDouble(), DsirMath.KullbackLeiblerReduction(target, raw, selected), 1e-13);
        }
    }

    [Fact]
    public void PairwiseSum_LengthsAroundTheBlocks_StaysNearTheExactSum()
    {
        foreach (int length in (int[])[0, 1, 7, 8, 9, 15, 127, 128, 129, 255, 256, 1000, 4099])
        {
            double[] values = [.. Enumerable.Range(1, length).Select(value => 1.0 / value)];
            Assert.Equal((double)values.Sum(value => (decimal)value), DsirMath.PairwiseSum(values), 1e-14 * Math.Max(1, length / 100.0));
        }
    }

    [Fact]
    public void RawProbabilities_NoNGrams_IsNotANumber()
    {
        double[] probabilities = new double[2];
        DsirMath.RawProbabilities([0, 0], probabilities);
        Assert.All(probabilities, probability => Assert.True(double.IsNaN(probability)));
    }

    private static JsonElement Scenario(string id) =>
        DsirVectors.Load("fit.json").GetProperty("scenarios").Items().Single(item => item.Text("id") == id);

    private static void CheckProportions(JsonElement scenario, JsonElement parameters, List<long[]> targetCounts)
    {
        JsonElement expected = scenario.GetProperty("target_proportions");
        if (expected.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        double[] proportions = new double[targetCounts.Count];
        JsonElement given = parameters.GetProperty("target_proportions_in");
        if (given.ValueKind == JsonValueKind.Null)
        {
            DsirMath.TargetProportions([.. targetCounts.Select(counts => counts.Sum())], proportions);
        }
        else
        {
            DsirMath.TargetProportions((ReadOnlySpan<double>)given.Doubles(), proportions);
        }

        Assert.Equal(expected.Doubles(), proportions);
    }

    private static long[] Count(NGramFeaturizer featurizer, IEnumerable<string> documents, int buckets)
    {
        long[] counts = new long[buckets];
        foreach (string document in documents)
        {
            featurizer.Count(Encoding.UTF8.GetBytes(document), counts);
        }

        return counts;
    }

    private static double[] Distribution(long[] counts)
    {
        double[] distribution = new double[counts.Length];
        DsirMath.RawProbabilities(counts, distribution);
        return distribution;
    }

    private static double[] Row(JsonElement rows, int index, int length) => rows[index].Vector(length);
}
