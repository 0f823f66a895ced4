using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>
/// Judges text-dedup's MinHash, its choice of bands and its forms of text. <see cref="TextDedupSimHash"/> judges its SimHash, and <see cref="TextDedupSpans"/>
/// its ranges.
/// </summary>
public sealed class TextDedupJudge() : VectorJudge("text_dedup")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        string[] documents = MinHashVectors.Texts(root.GetProperty("documents"));
        foreach (JsonElement one in root.GetProperty("optimal_bands").EnumerateArray())
        {
            double threshold = one.GetProperty("threshold").GetDouble();
            int hashes = one.GetProperty("num_perm").GetInt32();
            JsonElement expected = one.GetProperty("bands_rows");
            tally.Equal($"optimal {threshold} {hashes}", (expected[0].GetInt32(), expected[1].GetInt32()), MinHashBands.Optimal(threshold, hashes));
        }
        int number = 0;
        foreach (JsonElement run in root.GetProperty("minhash").EnumerateArray()) JudgeMinHash(documents, run, $"minhash {number++}", tally);
        number = 0;
        foreach (JsonElement run in root.GetProperty("simhash").EnumerateArray()) TextDedupSimHash.Judge(documents, run, $"simhash {number++}", tally);
        JudgeForms(root.GetProperty("normalize"), tally);
        TextDedupSpans.Judge(root, tally, cancellationToken);
    }

    private static void JudgeForms(JsonElement cases, VectorTally tally)
    {
        int number = 0;
        foreach (JsonElement one in cases.EnumerateArray())
        {
            byte[] text = Encoding.UTF8.GetBytes(one[0].GetString()!), target = new byte[TextForms.MaxLength(text.Length)];
            tally.Equal($"normalize {number} ccnet", one[1].GetString(), Encoding.UTF8.GetString(target, 0, TextForms.CcNet(text, target)));
            tally.Equal($"normalize {number++} news_copy", one[2].GetString(), Encoding.UTF8.GetString(target, 0, TextForms.NewsCopy(text, target)));
        }
    }

    private static void JudgeMinHash(string[] documents, JsonElement run, string name, VectorTally tally)
    {
        JsonElement config = run.GetProperty("config");
        int bits = Option(config, "hash_bits", 64), hashes = config.GetProperty("num_perm").GetInt32();
        (int bands, int rows) = config.TryGetProperty("bands", out JsonElement given) ? (given.GetInt32(), config.GetProperty("rows").GetInt32())
            : MinHashBands.Optimal(config.GetProperty("threshold").GetDouble(), hashes);
        tally.Equal($"{name} bands and rows", (run.GetProperty("bands").GetInt32(), run.GetProperty("rows").GetInt32()), (bands, rows));
        string function = config.TryGetProperty("hash_func_name", out JsonElement hash) ? hash.GetString()! : "xxh3";
        uint seed = (uint)Option(config, "seed", 42);
        var signer = new MinHashSigner(MinHashPresets.TextDedup with
        {
            Shingles = MinHashPresets.TextDedup.Shingles with
            {
                Size = Option(config, "ngram_size", 1),
                MinUnits = Option(config, "min_length", 5),
                HashBits = Math.Min(bits, 32),
                Hash = function == "sha1" ? ShingleHashFunction.Sha1 : ShingleHashFunction.XxHash3,
                HashSeed = seed,
            },
            Bands = bands,
            Rows = rows,
            Seed = seed,
            DrawnHashes = hashes,
            Arithmetic = bits switch { 64 => MinHashArithmetic.MersennePrime, 32 => MinHashArithmetic.Prime32, _ => MinHashArithmetic.Prime16 },
        });
        JudgeParameters(run, signer, name, tally);
        ulong[]?[] signatures = [.. documents.Select(text => MinHashVectors.Sign(signer, text))];
        foreach (JsonProperty document in run.GetProperty("bands_hex").EnumerateObject())
        {
            int index = int.Parse(document.Name, System.Globalization.CultureInfo.InvariantCulture), band = 0;
            if (document.Value.ValueKind != JsonValueKind.Array || document.Value.GetArrayLength() == 0)
            {
                tally.Equal($"{name} {index} has no signature", true, signatures[index] is null);
                continue;
            }
            foreach (JsonElement key in document.Value.EnumerateArray())
            {
                tally.Equal($"{name} {index} band {band}", key.GetString(),
                    signatures[index] is { } signature ? MinHashVectors.BandHex(signature, band, rows, bits / 8) : "none");
                band++;
            }
        }
        JudgePairs(documents, run, signer, signatures, name, tally);
        HashSet<ulong> all = [.. signer.HashShingles(Encoding.UTF8.GetBytes(documents[0]), new ShingleBuffers())];
        foreach (JsonElement first in run.GetProperty("first_hashes").EnumerateArray())
            tally.Equal($"{name} hash {first}", true, all.Contains(ulong.Parse(first.GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static void JudgeParameters(JsonElement run, MinHashSigner signer, string name, VectorTally tally)
    {
        ulong[] a = MinHashVectors.Numbers(run.GetProperty("a")), b = MinHashVectors.Numbers(run.GetProperty("b"));
        int count = Math.Min(a.Length, signer.Factors.Length);
        for (int i = 0; i < count; i++) tally.Equal($"{name} parameters {i}", (a[i], b[i]), (signer.Factors.Span[i], signer.Summands.Span[i]));
    }

    private static void JudgePairs(string[] documents, JsonElement run, MinHashSigner signer, ulong[]?[] signatures, string name, VectorTally tally)
    {
        int rows = signer.Parameters.Rows;
        // The similarity is that of the shingles themselves, so it is measured with long hashes: 16 bits make some shingles equal.
        var exact = new MinHashSigner(new MinHashParameters
        {
            Shingles = signer.Parameters.Shingles with { Hash = ShingleHashFunction.XxHash, HashBits = 64 },
            Bands = 1,
            Rows = 1,
        });
        var expected = new List<(int, int)>();
        int i = 0;
        foreach (JsonElement pair in run.GetProperty("candidate_pairs").EnumerateArray())
        {
            (int first, int second) = (pair[0].GetInt32(), pair[1].GetInt32());
            expected.Add((first, second));
            tally.Near($"{name} similarity of {first} and {second}", run.GetProperty("jaccard")[i++].GetDouble(),
                MinHashSigner.Jaccard(SetOf(exact, documents[first]), SetOf(exact, documents[second])));
        }
        var actual = new List<(int, int)>();
        for (int first = 0; first < signatures.Length; first++)
        {
            for (int second = first + 1; second < signatures.Length; second++)
            {
                if (signatures[first] is not { } left || signatures[second] is not { } right) continue;
                bool isPair = Enumerable.Range(0, signer.Parameters.Bands)
                    .Any(band => left.AsSpan(band * rows, rows).SequenceEqual(right.AsSpan(band * rows, rows)));
                if (isPair) actual.Add((first, second));
            }
        }
        tally.Equal($"{name} pairs", string.Join(' ', expected), string.Join(' ', actual));
    }

    private static ulong[] SetOf(MinHashSigner signer, string text) =>
        [.. signer.HashShingles(Encoding.UTF8.GetBytes(text), new ShingleBuffers()).ToArray().Distinct().Order()];

    private static int Option(JsonElement config, string name, int missing) => config.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : missing;
}
