using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's Bloom filter on files of <c>datatrove_bloom</c>.</summary>
internal sealed class DatatroveBloomJudge() : VectorJudge("datatrove_bloom")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        byte[][] documents = [.. root.GetProperty("documents").EnumerateArray().Select(text => Encoding.UTF8.GetBytes(text.GetString()!))];
        int number = 0;
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray()) Judge(run, documents, $"run {number++}", tally);
    }

    private static void Judge(JsonElement run, byte[][] documents, string name, VectorTally tally)
    {
        JsonElement config = run.GetProperty("config");
        var filter = new DatatroveBloomFilter(config.GetProperty("m_bytes").GetInt32(), Number("k", 0), Number("expected_elements", 0), Number("n_grams", 13),
            (uint)Number("seed", 0), run.GetProperty("hash").GetString() == "sha1" ? ShingleHashFunction.Sha1 : ShingleHashFunction.XxHash);
        double threshold = config.TryGetProperty("duplicate_threshold", out JsonElement value) ? value.GetDouble() : 0.8;
        tally.Equal($"{name}: k", run.GetProperty("k").GetInt32(), filter.Hashes);
        tally.Equal($"{name}: a", Strings(run.GetProperty("a")), Join(filter.Factors.ToArray()));
        tally.Equal($"{name}: b", Strings(run.GetProperty("b")), Join(filter.Summands.ToArray()));
        int document = 0;
        foreach (JsonElement expected in run.GetProperty("first_indexes").EnumerateArray())
        {
            List<uint> shingles = filter.GetShingles(documents[document]);
            for (int i = 0; i < expected.GetArrayLength(); i++)
            {
                var places = new int[filter.Hashes];
                filter.GetPlaces(shingles[i], places);
                tally.Equal($"{name}: places of shingle {i} of document {document}", Numbers(expected[i]), string.Join(' ', places));
            }
            document++;
        }
        List<int> kept = [];
        for (int i = 0; i < documents.Length; i++)
            if (filter.Add(documents[i], threshold)) kept.Add(i);
        tally.Equal($"{name}: kept", Numbers(run.GetProperty("kept")), string.Join(' ', kept));
        tally.Equal($"{name}: shingles", run.GetProperty("total_shingles").GetInt64(), filter.ShingleCount);
        long set = 0;
        foreach (byte one in filter.Bits.Span) set += BitOperations.PopCount(one);
        tally.Equal($"{name}: bits", run.GetProperty("bits_set").GetInt64(), set);
        tally.Equal($"{name}: bytes", run.GetProperty("filter_bytes").GetInt32(), filter.Bits.Length);
        tally.Equal($"{name}: hash", run.GetProperty("filter_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(filter.Bits.Span)));
        JsonElement stats = run.GetProperty("stats");
        tally.Equal($"{name}: total", stats.GetProperty("total").GetInt32(), documents.Length);
        tally.Equal($"{name}: forwarded", stats.GetProperty("forwarded").GetInt32(), kept.Count);
        // datatrove counts each dropped document twice.
        tally.Equal($"{name}: dropped", stats.GetProperty("dropped").GetInt32(), 2 * (documents.Length - kept.Count));

        int Number(string option, int standard) => config.TryGetProperty(option, out JsonElement found) && found.ValueKind == JsonValueKind.Number
            ? found.GetInt32() : standard;
    }

    private static string Strings(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(one => one.GetString()));

    private static string Numbers(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(one => one.GetInt32()));

    private static string Join(ulong[] numbers) => string.Join(' ', numbers.Select(one => one.ToString(CultureInfo.InvariantCulture)));
}
