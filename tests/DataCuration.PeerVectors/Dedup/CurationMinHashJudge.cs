using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's MinHash on the files of the set <c>curation</c>, whose form is another one.</summary>
public sealed class CurationMinHashJudge() : VectorJudge("datatrove_minhash")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        string[] documents = MinHashVectors.Texts(root.GetProperty("documents"));
        foreach (JsonElement config in root.GetProperty("configs").EnumerateArray())
        {
            MinHashParameters parameters = DatatroveSplitters.Parameters(config, WordSplitter.WhiteSpace);
            string name = config.GetProperty("name").GetString()!;
            JudgeSignatures(documents, config, new MinHashSigner(parameters), name, tally);
            if (config.TryGetProperty("parts", out JsonElement parts)) JudgeFiles(documents, config, parts, parameters, name, tally, cancellationToken);
        }
    }

    private static void JudgeSignatures(string[] documents, JsonElement config, MinHashSigner signer, string name, VectorTally tally)
    {
        ulong[] a = MinHashVectors.Numbers(config.GetProperty("a")), b = MinHashVectors.Numbers(config.GetProperty("b"));
        for (int i = 0; i < a.Length; i++) tally.Equal($"{name} parameters {i}", (a[i], b[i]), (signer.Factors.Span[i], signer.Summands.Span[i]));
        int document = 0;
        var buffers = new ShingleBuffers();
        foreach (JsonElement one in config.GetProperty("first_shingles").EnumerateArray())
        {
            ulong[] expected = MinHashVectors.Numbers(one);
            ReadOnlySpan<ulong> shingles = signer.HashShingles(Encoding.UTF8.GetBytes(documents[document++]), buffers);
            tally.Equal($"{name} shingles {document - 1}", string.Join(' ', expected),
                string.Join(' ', shingles[..Math.Min(shingles.Length, expected.Length)].ToArray()));
        }
        document = 0;
        foreach (JsonElement one in config.GetProperty("signatures").EnumerateArray())
        {
            ulong[]? signature = MinHashVectors.Sign(signer, documents[document++]);
            if (one.ValueKind == JsonValueKind.Null || signature is null)
            {
                tally.Equal($"{name} has no signature {document - 1}", one.ValueKind == JsonValueKind.Null, signature is null);
                continue;
            }
            ulong[] expected = [.. one.EnumerateArray().SelectMany(MinHashVectors.Numbers)];
            for (int i = 0; i < expected.Length; i++) tally.Equal($"{name} signature {document - 1} {i}", expected[i], signature[i]);
        }
    }

    private static void JudgeFiles(string[] documents, JsonElement config, JsonElement sizes, MinHashParameters parameters, string name, VectorTally tally,
        CancellationToken cancellationToken)
    {
        var parts = new List<string[]>();
        int start = 0;
        foreach (JsonElement size in sizes.EnumerateArray())
        {
            parts.Add(documents[start..(start + size.GetInt32())]);
            start += size.GetInt32();
        }
        using var run = new DatatroveMinHashRun();
        run.Run(parts, new DatatroveMinHashDeduplication { BandTasks = 1, Parameters = parameters }, cancellationToken);
        tally.Equal($"{name} signature file", config.GetProperty("signature_file_bucket_000_00000_base64").GetString(),
            Convert.ToBase64String(run.Signatures("bucket_000/00000.minhash.sig")));
        tally.Equal($"{name} pairs", config.GetProperty("duplicate_pairs_bucket_000_base64").GetString(),
            Convert.ToBase64String(run.PairBytes("00000_00.dups")));
        List<(string Id, int Cluster, int Size)> actual = run.KeptDocuments();
        string[] kept = MinHashVectors.Texts(config.GetProperty("kept"));
        JsonElement metadata = config.GetProperty("kept_metadata");
        tally.Equal($"{name} number kept", kept.Length, actual.Count);
        for (int i = 0; i < kept.Length; i++)
        {
            tally.Equal($"{name} kept {kept[i]}",
                (kept[i], metadata[i].GetProperty("minhash_cluster_id").GetInt32(), metadata[i].GetProperty("minhash_cluster_size").GetInt32()),
                i < actual.Count ? actual[i] : default);
        }
    }
}
