using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges RedPajama's MinHash: bands and rows for a similarity, parameters with their checksum, and band keys.</summary>
public sealed class RedPajamaMinHashJudge() : VectorJudge("redpajama_minhash")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        int number = 0;
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray())
        {
            string name = $"run {number++}";
            JsonElement config = run.GetProperty("config");
            int hashes = config.GetProperty("num_permutations").GetInt32();
            MinHashParameters parameters = MinHashPresets.RedPajama with
            {
                Shingles = MinHashPresets.RedPajama.Shingles with { Size = config.GetProperty("ngram_size").GetInt32() },
                Seed = config.GetProperty("seed").GetUInt32(),
                Bands = hashes,
                Rows = 1,
                DrawnHashes = hashes,
            };
            var signer = new MinHashSigner(parameters);
            JudgeParameters(run, signer, name, tally);
            Dictionary<string, int> rowsOf = config.GetProperty("similarity_thresholds").EnumerateArray()
                .ToDictionary(one => $"signature_sim{one.GetRawText()}", one => MinHashBands.Optimal(one.GetDouble(), hashes).Rows, StringComparer.Ordinal);
            foreach (JsonProperty document in run.GetProperty("signatures").EnumerateObject())
            {
                ulong[]? signature = MinHashVectors.Sign(signer, folder.Documents[document.Name]);
                foreach (JsonProperty similarity in document.Value.EnumerateObject())
                {
                    string at = $"{name} {document.Name} {similarity.Name}";
                    if (similarity.Value.ValueKind == JsonValueKind.Null || signature is null)
                    {
                        tally.Equal($"{at} has none", similarity.Value.ValueKind == JsonValueKind.Null, signature is null);
                        continue;
                    }
                    int rows = rowsOf[similarity.Name], band = 0;
                    foreach (JsonElement key in similarity.Value.EnumerateArray())
                        tally.Equal($"{at} {band}", key.GetString(), MinHashVectors.BandHex(signature, band++, rows, 4));
                }
            }
        }
    }

    private static void JudgeParameters(JsonElement run, MinHashSigner signer, string name, VectorTally tally)
    {
        ulong[] a = MinHashVectors.Numbers(run.GetProperty("permutations_a")), b = MinHashVectors.Numbers(run.GetProperty("permutations_b"));
        for (int i = 0; i < a.Length; i++) tally.Equal($"{name} parameters {i}", (a[i], b[i]), (signer.Factors.Span[i], signer.Summands.Span[i]));
        // The transposed array keeps its memory's order, which tobytes undoes: all factors, then all summands.
        ulong[] all = [.. signer.Factors.Span, .. signer.Summands.Span];
        tally.Equal($"{name} checksum", run.GetProperty("checksum").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(all.AsSpan()))));
        foreach (JsonProperty similarity in run.GetProperty("bands_rows").EnumerateObject())
        {
            tally.Equal($"{name} bands and rows {similarity.Name}", (similarity.Value[0].GetInt32(), similarity.Value[1].GetInt32()),
                MinHashBands.Optimal(double.Parse(similarity.Name, CultureInfo.InvariantCulture), signer.Parameters.DrawnHashes));
        }
    }
}
