using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's MinHash: parameters, shingles, signatures, all files of its pipeline, and survivors.</summary>
public sealed class DatatroveMinHashJudge() : VectorJudge("datatrove_minhash")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        string[][] parts = [.. root.GetProperty("parts").EnumerateArray().Select(MinHashVectors.Texts)];
        foreach (JsonElement config in root.GetProperty("configs").EnumerateArray())
        {
            MinHashParameters parameters = DatatroveSplitters.Parameters(config, DatatroveSplitters.Find(config));
            string name = $"{config.GetProperty("name")} {config.GetProperty("splitter")}";
            JudgeSignatures(parts, config, parameters, name, tally);
            JudgeFiles(parts, config, new DatatroveMinHashDeduplication { BandTasks = 1, Parameters = parameters }, name, tally, cancellationToken);
            if (config.TryGetProperty("index_file_bucket_000", out JsonElement index)) JudgeIndex(parts, config, index, parameters, name, tally,
                cancellationToken);
        }
    }

    private static void JudgeSignatures(string[][] parts, JsonElement config, MinHashParameters parameters, string name, VectorTally tally)
    {
        var signer = new MinHashSigner(parameters);
        ulong[] a = MinHashVectors.Numbers(config.GetProperty("a")), b = MinHashVectors.Numbers(config.GetProperty("b"));
        for (int i = 0; i < a.Length; i++)
        {
            tally.Equal($"{name} a {i}", a[i], signer.Factors.Span[i]);
            tally.Equal($"{name} b {i}", b[i], signer.Summands.Span[i]);
        }
        var buffers = new ShingleBuffers();
        foreach (JsonProperty one in config.GetProperty("shingles").EnumerateObject())
        {
            ReadOnlySpan<ulong> shingles = signer.HashShingles(Encoding.UTF8.GetBytes(Text(parts, one.Name)), buffers);
            ulong[] expected = MinHashVectors.Numbers(one.Value);
            tally.Equal($"{name} shingles {one.Name}", string.Join(' ', expected), string.Join(' ', shingles[..Math.Min(shingles.Length, 40)].ToArray()));
        }
        foreach (JsonProperty one in config.GetProperty("signatures").EnumerateObject())
        {
            ulong[]? signature = MinHashVectors.Sign(signer, Text(parts, one.Name));
            if (one.Value.ValueKind == JsonValueKind.Null || signature is null)
            {
                tally.Equal($"{name} has no signature {one.Name}", one.Value.ValueKind == JsonValueKind.Null, signature is null);
                continue;
            }
            ulong[] expected = [.. one.Value.EnumerateArray().SelectMany(MinHashVectors.Numbers)];
            for (int i = 0; i < expected.Length; i++) tally.Equal($"{name} signature {one.Name} {i}", expected[i], signature[i]);
        }
    }

    private static void JudgeFiles(string[][] parts, JsonElement config, DatatroveMinHashDeduplication fit, string name, VectorTally tally,
        CancellationToken cancellationToken)
    {
        using var run = new DatatroveMinHashRun();
        run.Run(parts, fit, cancellationToken);
        JudgeRun(config, run, name, tally);
        if (config.TryGetProperty("signature_files", out JsonElement signatures))
            foreach (JsonProperty file in signatures.EnumerateObject())
                tally.Equal($"{name} {file.Name}", file.Value.GetString(), Convert.ToBase64String(run.Signatures(file.Name)));
        if (config.TryGetProperty("dups_file_00000_00", out JsonElement dups))
            tally.Equal($"{name} dups file", dups.GetString(), Convert.ToBase64String(run.PairBytes("00000_00.dups")));
        if (config.TryGetProperty("three_workers_per_bucket", out JsonElement three)) JudgeKept(three.GetProperty("kept"), run, $"{name} three workers", tally);
    }

    private static void JudgeIndex(string[][] parts, JsonElement config, JsonElement indexFile, MinHashParameters parameters, string name, VectorTally tally,
        CancellationToken cancellationToken)
    {
        using var first = new DatatroveMinHashRun();
        first.Run(parts[..1], new DatatroveMinHashDeduplication { BandTasks = 1, Parameters = parameters, IndexName = "first" }, cancellationToken);
        tally.Equal($"{name} index file", indexFile.GetString(), Convert.ToBase64String(first.PairBytes("bucket_000/first_00.minhash.index")));
        foreach (bool only in (bool[])[true, false])
        {
            using var run = new DatatroveMinHashRun();
            run.Run(parts[1..], new DatatroveMinHashDeduplication
            {
                BandTasks = 1,
                Parameters = parameters,
                IndexFolder = first.PairsFolder,
                OnlyDedupInIndex = only
            },
                cancellationToken);
            JudgeRun(config.GetProperty($"index_only_dedup_in_index_{(only ? "true" : "false")}"), run, $"{name} index {only}", tally);
        }
    }

    private static void JudgeRun(JsonElement expected, DatatroveMinHashRun run, string name, VectorTally tally)
    {
        JudgeKept(expected.GetProperty("kept"), run, name, tally);
        foreach (JsonElement file in expected.GetProperty("pairs").EnumerateArray())
        {
            string fileName = file[0].GetString()!;
            DatatrovePair[] pairs = run.Pairs(fileName);
            int i = 0;
            foreach (JsonElement pair in file[1].EnumerateArray())
            {
                var wanted = new DatatrovePair(pair[0].GetUInt32(), pair[1].GetUInt32(), pair[2].GetUInt32(), pair[3].GetUInt32());
                tally.Equal($"{name} {fileName} {i}", wanted, i < pairs.Length ? pairs[i] : default);
                i++;
            }
            tally.Equal($"{name} {fileName} length", i, pairs.Length);
        }
        if (expected.TryGetProperty("cluster_files", out JsonElement clusters))
            foreach (JsonProperty file in clusters.EnumerateObject())
                tally.Equal($"{name} {file.Name}", file.Value.GetString(), Convert.ToBase64String(run.Clusters(file.Name)));
    }

    private static void JudgeKept(JsonElement kept, DatatroveMinHashRun run, string name, VectorTally tally)
    {
        List<(string, int, int)> actual = run.KeptDocuments();
        (string, int, int)[] expected = [.. kept.EnumerateArray().SelectMany(file => file.EnumerateArray())
            .Select(one => (one[0].GetString()!, one[1].GetInt32(), one[2].GetInt32()))];
        for (int i = 0; i < expected.Length; i++) tally.Equal($"{name} kept {expected[i].Item1}", expected[i], i < actual.Count ? actual[i] : default);
        tally.Equal($"{name} number kept", expected.Length, actual.Count);
    }

    private static string Text(string[][] parts, string place)
    {
        int[] numbers = [.. place.Split('/').Select(one => int.Parse(one, CultureInfo.InvariantCulture))];
        return parts[numbers[0]][numbers[1]];
    }
}
