using System.Globalization;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges the parameters of NeMo Curator's hash functions.</summary>
public sealed class NemoParametersJudge() : VectorJudge("nemo_minhash_parameters")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        int number = 0;
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray())
        {
            int bits = run.GetProperty("bit_width").GetInt32();
            var signer = new MinHashSigner(MinHashPresets.Nemo with
            {
                Bands = run.GetProperty("n_permutations").GetInt32(),
                Rows = 1,
                Seed = run.GetProperty("seed").GetUInt32(),
                HashBits = bits,
                ParameterBits = bits == 64 ? 61 : 31,
            });
            int i = 0;
            foreach (JsonElement pair in run.GetProperty("pairs").EnumerateArray())
            {
                tally.Equal($"run {number} a {i}", ulong.Parse(pair[0].GetString()!, CultureInfo.InvariantCulture), signer.Factors.Span[i]);
                tally.Equal($"run {number} b {i}", ulong.Parse(pair[1].GetString()!, CultureInfo.InvariantCulture), signer.Summands.Span[i]);
                i++;
            }
            number++;
        }
    }
}
