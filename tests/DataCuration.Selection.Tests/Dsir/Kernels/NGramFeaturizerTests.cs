using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class NGramFeaturizerTests
{
    private static readonly long[] Caps = [0, 40_000, 120_000, 1 << 20, 1 << 30];

    [Fact]
    public void Count_ReferenceTexts_GivesReferenceCounts()
    {
        int checks = 0;
        for (int ngrams = 1; ngrams <= 4; ngrams++)
        {
            foreach (int buckets in (int[])[64, 10000])
            {
                using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(ngrams, buckets));
                foreach (JsonElement item in DsirVectors.Load("tokens.json").GetProperty("cases").Items())
                {
                    JsonElement expected = item.GetProperty($"n{ngrams}");
                    long[] counts = new long[buckets];
                    DocumentFeatures features = featurizer.Count(Encoding.UTF8.GetBytes(item.Text("text")), counts);
                    Assert.Equal(item.GetProperty("num_tokens").GetInt64(), features.Tokens);
                    Assert.Equal(expected.GetProperty("num_ngrams").GetInt64(), features.NGramOccurrences);
                    Assert.Equal(expected.GetProperty("metadata_length").GetDouble(), features.ReferenceLength);
                    Assert.Equal(expected.Text($"counts_{buckets}_digest"), DsirVectors.CountsDigest(counts));
                    if (expected.TryGetProperty($"counts_{buckets}", out JsonElement sparse))
                    {
                        Assert.Equal(sparse.Counts(buckets), counts);
                    }

                    checks++;
                }
            }
        }

        Assert.Equal(4 * 2 * 27, checks);
    }

    [Fact]
    public void Count_ReferenceFuzzTexts_GivesReferenceCounts()
    {
        using var featurizer = new NGramFeaturizer(new NGramFeatureOptions());
        int cases = 0;
        foreach (JsonElement item in DsirVectors.Load("fuzz_tokens.json").GetProperty("cases").Items())
        {
            long[] counts = new long[10000];
            featurizer.Count(Encoding.UTF8.GetBytes(item.Text("text")), counts);
            Assert.Equal(item.GetProperty("counts_10000").Counts(10000), counts);
            cases++;
        }

        Assert.Equal(120, cases);
    }

    [Fact]
    public void Count_RandomTexts_EqualsPlainHashing() =>
        Gen.Select(TextGenerators.Any.Array[1, 4], Gen.Int[1, 4], Gen.Frequency((9, Gen.Int[1, 70_000]), (1, Gen.Int[1, 3_000_000])),
            Gen.Enum<NGramHash>(), Gen.Int[0, 4]).Sample(
            (texts, ngrams, buckets, hash, cap) =>
            {
                using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(ngrams, buckets, hash, Caps[cap]));
                foreach (string text in texts)
                {
                    long[] counts = new long[buckets];
                    featurizer.Count(Encoding.UTF8.GetBytes(text), counts);
                    long[] expected = new long[buckets];
                    foreach (string ngram in StraightforwardDsir.NGrams(PlainTokenizer.Tokenize(text), ngrams))
                    {
                        expected[PlainBucket(ngram, buckets, hash)]++;
                    }

                    Assert.True(expected.AsSpan().SequenceEqual(counts));
                }
            },
            iter: 300);

    [Fact]
    public void Weigh_AnyCacheState_GivesTheSameBits()
    {
        Gen.Select(TextGenerators.Any.Array[2, 12], Gen.Int[1, 4], Gen.Int[1, 3]).Sample(
            (texts, ngrams, targets) =>
            {
                const int Buckets = 997;
                double[] ratios = Ratios(Buckets * targets);
                double[][]? expected = null;
                foreach (long cap in Caps)
                {
                    foreach (bool lanes in (bool[])[true, false])
                    {
                        var options = new NGramFeatureOptions(ngrams, Buckets, NGramHash.Sha256, cap);
                        using var featurizer = new NGramFeaturizer(options, new CachedSha256Buckets(options, lanes));

                        // In this order or in reverse: the cache differs, the weights must not.
                        foreach (string text in texts.Reverse())
                        {
                            featurizer.Count(Encoding.UTF8.GetBytes(text), new long[Buckets]);
                        }

                        double[][] actual = [.. texts.Select(text => Weigh(featurizer, text, ratios, targets))];
                        expected ??= actual;
                        for (int i = 0; i < texts.Length; i++)
                        {
                            Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]));
                        }
                    }
                }
            },
            iter: 60);
    }

    [Fact]
    public void Weigh_RandomTexts_EqualsCountsTimesLogRatios() =>
        Gen.Select(TextGenerators.Any, Gen.Int[1, 4], Gen.Int[1, 3], Gen.Enum<NGramHash>()).Sample(
            (text, ngrams, targets, hash) =>
            {
                const int Buckets = 1000;
                double[] ratios = Ratios(Buckets * targets);
                using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(ngrams, Buckets, hash));
                long[] counts = new long[Buckets];
                DocumentFeatures features = featurizer.Count(Encoding.UTF8.GetBytes(text), counts);
                double[] weights = new double[targets];
                Assert.Equal(features, featurizer.Weigh(Encoding.UTF8.GetBytes(text), ratios, weights));
                for (int target = 0; target < targets; target++)
                {
                    decimal expected = 0;
                    for (int bucket = 0; bucket < Buckets; bucket++)
                    {
                        expected += counts[bucket] * (decimal)ratios[(target * Buckets) + bucket];
                    }

                    Assert.Equal((double)expected, weights[target], 1e-12 * Math.Max(1, Math.Abs((double)expected)));
                }
            },
            iter: 500);

    [Theory]
    [InlineData(NGramHash.Sha256)]
    [InlineData(NGramHash.XxHash3)]
    public void CountAndWeigh_DocumentOfManySegments_EqualsPlainHashing(NGramHash hash)
    {
        var builder = new StringBuilder();
        for (int i = 0; builder.Length < 900_000; i++)
        {
            builder.Append("Word").Append(i * 7919L % 5003).Append(i % 5 == 0 ? ", " : i % 9 == 0 ? "\n" : " ");
            if (i == 40_000)
            {
                builder.Append('x', 300_000).Append(' ');
            }
        }

        string text = builder.ToString();
        const int Buckets = 5000;
        long[] expected = new long[Buckets];
        foreach (string ngram in StraightforwardDsir.NGrams(PlainTokenizer.Tokenize(text), 3))
        {
            expected[PlainBucket(ngram, Buckets, hash)]++;
        }

        using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(3, Buckets, hash));
        long[] counts = new long[Buckets];
        featurizer.Count(Encoding.UTF8.GetBytes(text), counts);
        Assert.True(expected.AsSpan().SequenceEqual(counts));
        double[] ratios = Ratios(Buckets);
        double sum = (double)counts.Select((count, bucket) => count * (decimal)ratios[bucket]).Sum();
        Assert.Equal(sum, Weigh(featurizer, text, ratios, 1)[0], 1e-12 * Math.Max(1, Math.Abs(sum)));
    }

    [Fact]
    public void WeighChunks_RandomTexts_EqualsLogSumExpOfChunks() =>
        Gen.Select(TextGenerators.Any, Gen.Int[1, 3], Gen.Int[1, 3], Gen.OneOf(Gen.Int[1, 40], Gen.Int[41, 400])).Sample(
            (text, ngrams, targets, chunkTokens) =>
            {
                const int Buckets = 512;
                double[] ratios = Ratios(Buckets * targets);
                using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(ngrams, Buckets));
                double[] weights = new double[targets];
                DocumentFeatures features = featurizer.WeighChunks(Encoding.UTF8.GetBytes(text), ratios, chunkTokens, weights);
                List<string> tokens = PlainTokenizer.Tokenize(text);
                Assert.Equal(tokens.Count, features.Tokens);
                for (int target = 0; target < targets; target++)
                {
                    double expected = PlainChunks(tokens, ngrams, ratios.AsSpan(target * Buckets, Buckets), chunkTokens);
                    Assert.Equal(expected, weights[target], 1e-11 * Math.Max(1, Math.Abs(expected)));
                }
            },
            iter: 500);

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(0, 4, 1)]
    [InlineData(1, 4, 1)]
    [InlineData(0, 5, 2)]
    [InlineData(2, 5, 2)]
    [InlineData(7, 2, 7)]
    public void ReferenceLength_ShortTexts_FollowsTheReferenceFormula(long tokens, int ngrams, long expected) =>
        Assert.Equal(expected, DocumentFeatures.Of(tokens, ngrams).ReferenceLength);

    [Fact]
    public void Constructor_InvalidOptions_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramFeaturizer(new NGramFeatureOptions(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramFeaturizer(new NGramFeatureOptions(2, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramFeaturizer(new NGramFeatureOptions(2, 10, (NGramHash)7)));
        using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(2, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => featurizer.Count("a"u8, new long[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => featurizer.Weigh("a"u8, new double[11], new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => featurizer.WeighChunks("a"u8, new double[10], 0, new double[1]));
    }

    private static double[] Ratios(int length)
    {
        double[] ratios = new double[length];
        for (int i = 0; i < length; i++)
        {
            ratios[i] = GumbelNoise.Sample(3, (ulong)i);
        }

        return ratios;
    }

    private static double[] Weigh(NGramFeaturizer featurizer, string text, double[] ratios, int targets)
    {
        double[] weights = new double[targets];
        featurizer.Weigh(Encoding.UTF8.GetBytes(text), ratios, weights);
        return weights;
    }

    private static int PlainBucket(string ngram, int buckets, NGramHash hash) => hash == NGramHash.Sha256
        ? StraightforwardDsir.Bucket(ngram, buckets)
        : (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(ngram)) % (ulong)buckets);

    private static double PlainChunks(List<string> tokens, int ngrams, ReadOnlySpan<double> ratios, int chunkTokens)
    {
        if (tokens.Count == 0)
        {
            return 0;
        }

        int chunks = tokens.Count / chunkTokens;
        int tail = tokens.Count % chunkTokens;
        chunks = Math.Max(1, tail * 2 >= chunkTokens ? chunks + 1 : chunks);
        double[] sums = new double[chunks];
        for (int last = 0; last < tokens.Count; last++)
        {
            for (int order = 1; order <= Math.Min(ngrams, last + 1); order++)
            {
                string ngram = string.Join(' ', tokens.GetRange(last - order + 1, order));
                sums[Math.Min(chunks - 1, last / chunkTokens)] += ratios[StraightforwardDsir.Bucket(ngram, ratios.Length)];
            }
        }

        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int size = chunk < chunks - 1 ? chunkTokens : tokens.Count - (chunk * chunkTokens);
            sums[chunk] = sums[chunk] * chunkTokens / size;
        }

        double maximum = sums.Max();
        return maximum + Math.Log(sums.Sum(sum => Math.Exp(sum - maximum)));
    }
}
