using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges Data-Juicer's MinHash: bands and rows, parameters, band keys, and survivors.</summary>
public sealed class DataJuicerMinHashJudge() : VectorJudge("data_juicer_minhash")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        string[] documents = MinHashVectors.Texts(root.GetProperty("documents"));
        int number = 0;
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray())
        {
            string name = $"run {number++}";
            MinHashParameters parameters = ParametersOf(run.GetProperty("config"));
            tally.Equal($"{name} bands", run.GetProperty("bands").GetInt32(), parameters.Bands);
            tally.Equal($"{name} rows", run.GetProperty("rows").GetInt32(), parameters.Rows);
            var signer = new MinHashSigner(parameters);
            ulong[] a = MinHashVectors.Numbers(run.GetProperty("a")), b = MinHashVectors.Numbers(run.GetProperty("b"));
            for (int i = 0; i < a.Length; i++) tally.Equal($"{name} parameters {i}", (a[i], b[i]), (signer.Factors.Span[i], signer.Summands.Span[i]));
            ulong[]?[] signatures = [.. documents.Select(text => MinHashVectors.Sign(signer, text))];
            int document = 0;
            foreach (JsonElement expected in run.GetProperty("signatures").EnumerateArray())
            {
                ulong[]? signature = signatures[document++];
                if (expected.ValueKind == JsonValueKind.Object)
                {
                    tally.Deviate(DeviationReasons.DataJuicerShortText);
                    continue;
                }
                int band = 0;
                foreach (JsonElement key in expected.EnumerateArray())
                {
                    tally.Equal($"{name} {document - 1} {band}", key.GetString(),
                        signature is null ? "none" : MinHashVectors.BandHex(signature, band, parameters.Rows, 8));
                    band++;
                }
            }
            int[] clusters = MinHashVectors.Clusters(signatures, parameters.Bands, parameters.Rows);
            HashSet<int> kept = [.. run.GetProperty("kept").EnumerateArray().Select(one => one.GetInt32())];
            for (int i = 0; i < clusters.Length; i++) tally.Equal($"{name} kept {i}", kept.Contains(i), clusters[i] == i);
        }
    }

    private static MinHashParameters ParametersOf(JsonElement config)
    {
        MinHashParameters preset = MinHashPresets.DataJuicer;
        string tokenization = config.TryGetProperty("tokenization", out JsonElement given) ? given.GetString()! : "space";
        var shingles = preset.Shingles with
        {
            Unit = tokenization switch { "space" => ShingleUnit.SpacedWords, "character" => ShingleUnit.Characters, _ => ShingleUnit.PunctuatedParts },
            Size = config.TryGetProperty("window_size", out JsonElement size) ? size.GetInt32() : 5,
            Lowercase = !config.TryGetProperty("lowercase", out JsonElement lower) || lower.GetBoolean(),
            Ignored = config.TryGetProperty("ignore_pattern", out JsonElement pattern) && pattern.ValueKind == JsonValueKind.String
                ? new Regex(pattern.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) : null,
        };
        double threshold = config.TryGetProperty("jaccard_threshold", out JsonElement jaccard) ? jaccard.GetDouble() : 0.7;
        return (preset with { Shingles = shingles }).WithThreshold(threshold,
            config.TryGetProperty("num_permutations", out JsonElement permutations) ? permutations.GetInt32() : 256);
    }
}
