using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges text-dedup's SimHash: fingerprints, blocks, keys, pairs, clusters and distances.</summary>
internal static class TextDedupSimHash
{
    public static void Judge(string[] documents, JsonElement run, string name, VectorTally tally)
    {
        JsonElement config = run.GetProperty("config");
        SimHashParameters preset = SimHashParameters.TextDedup;
        var parameters = preset with
        {
            Bits = Option(config, "f", preset.Bits),
            MaxDistance = Option(config, "bit_diff", preset.MaxDistance),
            Blocks = Option(config, "num_bucket", preset.Blocks),
            MatchesEmptyTexts = true,
            Shingles = preset.Shingles with
            {
                Size = Option(config, "ngram_size", preset.Shingles.Size),
                MinUnits = Option(config, "min_length", preset.Shingles.MinUnits)
            },
        };
        int digits = parameters.Bits / 4;
        var signer = new SimHashSigner(parameters);
        var blocks = new SimHashBlocks(parameters);
        var buffers = new ShingleBuffers();
        var fingerprints = new UInt128[documents.Length];
        for (int i = 0; i < documents.Length; i++) signer.TrySign(Encoding.UTF8.GetBytes(documents[i]), buffers, out fingerprints[i]);
        int document = 0;
        foreach (JsonElement expected in run.GetProperty("fingerprints").EnumerateArray())
            tally.Equal($"{name} fingerprint {document}", expected.GetString(), Hex(fingerprints[document++], digits));
        tally.Equal($"{name} permutations", run.GetProperty("permutations").GetInt32(), blocks.OrderedChoices.Count());
        tally.Equal($"{name} widths", string.Join(' ', run.GetProperty("block_widths")[0].EnumerateArray().Select(one => one.GetInt32())),
            string.Join(' ', blocks.Widths));
        document = 0;
        foreach (JsonElement keys in run.GetProperty("keys_of_first").EnumerateArray())
        {
            UInt128 fingerprint = fingerprints[document++];
            int i = 0;
            foreach ((JsonElement key, int[] choice) in keys.EnumerateArray().Zip(blocks.OrderedChoices))
            {
                tally.Equal($"{name} mask {document - 1} {i}", key[0].GetString(), Hex(blocks.MaskOf(choice), digits));
                tally.Equal($"{name} key {document - 1} {i++}", key[1].GetString(), Hex(blocks.KeyOf(fingerprint, choice), digits));
            }
        }
        foreach (JsonElement one in run.GetProperty("hamming").EnumerateArray())
            tally.Equal($"{name} distance {one}", one[2].GetInt32(), SimHashBlocks.Distance(fingerprints[one[0].GetInt32()], fingerprints[one[1].GetInt32()]));
        JudgePairs(run, parameters, blocks, fingerprints, name, tally);
    }

    private static void JudgePairs(JsonElement run, SimHashParameters parameters, SimHashBlocks blocks, UInt128[] fingerprints, string name, VectorTally tally)
    {
        using var sets = new UnionFind(fingerprints.Length);
        var pairs = new SortedSet<(int, int)>();
        foreach (int[] choice in blocks.Choices)
        {
            for (int i = 0; i < fingerprints.Length; i++)
            {
                for (int j = i + 1; j < fingerprints.Length; j++)
                {
                    if (blocks.KeyOf(fingerprints[i], choice) != blocks.KeyOf(fingerprints[j], choice)) continue;
                    if (SimHashBlocks.Distance(fingerprints[i], fingerprints[j]) > parameters.MaxDistance) continue;
                    pairs.Add((i, j));
                    sets.Union(i, j);
                }
            }
        }
        (int, int)[] expected = [.. run.GetProperty("pairs_found").EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()))];
        foreach ((int, int) pair in expected) tally.Equal($"{name} pair {pair}", true, pairs.Contains(pair));
        tally.Equal($"{name} number of pairs", expected.Length, pairs.Count);
        // The root of text-dedup's cluster depends on the order of the unions; the clusters do not.
        foreach (JsonProperty one in run.GetProperty("cluster_roots").EnumerateObject())
        {
            tally.Equal($"{name} cluster of {one.Name}", sets.Find(one.Value.GetInt32()),
                sets.Find(int.Parse(one.Name, CultureInfo.InvariantCulture)));
        }
    }

    private static string Hex(UInt128 value, int digits) => value.ToString("x32", CultureInfo.InvariantCulture)[..digits];

    private static int Option(JsonElement config, string name, int missing) => config.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : missing;
}
