extern alias core;

using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Conformance;

using Utf8WordTokenizer = core::DataCuration.Utf8WordTokenizer;

/// <summary>
/// Checks tokens, n-grams, buckets and counts. Lower case and tokens come from the library's tokenizer. N-grams are those tokens, joined. Counts come from the
/// library's featurizer, which works on bytes and never sees the strings.
/// </summary>
internal static class TokenJudge
{
    private static readonly string[] CountFields = ["counts_64", "counts_10000"];

    public static void Judge(string path, JudgeReport report)
    {
        string file = Path.GetFileName(path);
        int number = 0;
        foreach (JsonElement item in VectorReading.Load(path).GetProperty("cases").EnumerateArray())
        {
            string name = item.Has("id", out JsonElement id) ? id.GetString()! : $"case {number}";
            number++;
            report.Case(file, name, judge => Judge(item, judge));
        }
    }

    private static void Judge(JsonElement item, CaseJudge judge)
    {
        string text = item.Text("text");
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        (string lower, List<string> tokens) = Tokenize(utf8);
        if (item.Has("lower", out JsonElement expectedLower)) judge.Equal("lower", expectedLower.GetString()!, lower);
        if (item.Has("num_tokens", out JsonElement tokenCount)) judge.Equal("num_tokens", tokenCount.Integer(), tokens.Count);
        if (item.Has("tokens_digest", out JsonElement digest)) judge.Equal("tokens_digest", digest.GetString()!, VectorReading.Digest(tokens));
        if (item.Has("tokens", out JsonElement list))
        {
            string[] expected = list.Strings();
            judge.Same("tokens", expected, item.Flag("tokens_truncated") ? [.. tokens.Take(expected.Length)] : tokens);
        }
        JudgeCounts(item, "", 2, utf8, judge);
        for (int ngrams = 1; ngrams <= 16; ngrams++)
            if (item.Has($"n{ngrams}", out JsonElement expected)) JudgeOrder(expected, ngrams, utf8, tokens, judge);
    }

    private static void JudgeOrder(JsonElement expected, int ngrams, byte[] utf8, List<string> tokens, CaseJudge judge)
    {
        string prefix = $"n{ngrams}.";
        string[] joined = [.. StraightforwardDsir.NGrams(tokens, ngrams)];
        if (expected.Has("num_ngrams", out JsonElement count)) judge.Equal(prefix + "num_ngrams", count.Integer(), joined.Length);
        if (expected.Has("ngrams_digest", out JsonElement digest)) judge.Equal(prefix + "ngrams_digest", digest.GetString()!, VectorReading.Digest(joined));
        if (expected.Has("ngrams", out JsonElement list))
        {
            string[] strings = list.Strings();
            judge.Same(prefix + "ngrams", strings, expected.Flag("ngrams_truncated") ? [.. joined.Take(strings.Length)] : joined);
        }
        if (expected.Has("buckets_10000", out JsonElement bucketList))
        {
            long[] buckets = bucketList.Integers();
            judge.Same(prefix + "buckets_10000", buckets, [.. joined.Take(expected.Flag("ngrams_truncated") ? buckets.Length : joined.Length)
                .Select(ngram => HashJudge.Bucket(Encoding.UTF8.GetBytes(ngram), 10_000))]);
        }
        JudgeCounts(expected, prefix, ngrams, utf8, judge);
    }

    private static void JudgeCounts(JsonElement expected, string prefix, int ngrams, byte[] utf8, CaseJudge judge)
    {
        foreach (string field in CountFields)
        {
            int buckets = int.Parse(field.AsSpan("counts_".Length), System.Globalization.CultureInfo.InvariantCulture);
            bool hasList = expected.Has(field, out JsonElement list);
            bool hasDigest = expected.Has(field + "_digest", out JsonElement digest);
            if (!hasList && !hasDigest) continue;
            using var featurizer = new NGramFeaturizer(new NGramFeatureOptions(ngrams, buckets));
            var counts = new long[buckets];
            DocumentFeatures features = featurizer.Count(utf8, counts);
            if (hasList) judge.Same(prefix + field, list.Counts(buckets), counts);
            if (hasDigest) judge.Equal(prefix + field + "_digest", digest.GetString()!, VectorReading.Digest(counts));
            if (expected.Has("num_ngrams", out JsonElement number)) judge.Equal(prefix + "num_ngrams (features)", number.Integer(), features.NGramOccurrences);
            if (expected.Has("metadata_length", out JsonElement length)) judge.Equal(prefix + "metadata_length", length.Integer(), features.ReferenceLength);
        }
    }

    private static unsafe (string Lower, List<string> Tokens) Tokenize(byte[] utf8)
    {
        var lowered = new byte[Utf8WordTokenizer.LoweredCapacity(utf8.Length)];
        var starts = new int[utf8.Length + Utf8WordTokenizer.Slack];
        var ends = new int[utf8.Length + Utf8WordTokenizer.Slack];
        fixed (byte* target = lowered)
        fixed (int* start = starts, end = ends)
        {
            (int count, int length) = Utf8WordTokenizer.Tokenize(utf8, target, 0, start, end);
            var tokens = new List<string>(count);
            for (int i = 0; i < count; i++) tokens.Add(Encoding.UTF8.GetString(lowered, starts[i], ends[i] - starts[i]));
            return (Encoding.UTF8.GetString(lowered, 0, length), tokens);
        }
    }
}
