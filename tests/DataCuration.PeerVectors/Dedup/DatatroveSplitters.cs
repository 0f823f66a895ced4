using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Parameters of a configuration of datatrove's MinHash.</summary>
internal static class DatatroveSplitters
{
    /// <summary>Returns the splitter that a configuration names.</summary>
    public static WordSplitter Find(JsonElement config) => !config.TryGetProperty("splitter", out JsonElement name) ? WordSplitter.WhiteSpace
        : name.GetString() switch
        {
            "whitespace" => WordSplitter.WhiteSpace,
            "spacy" => WordSplitter.English,
            _ => throw new InvalidDataException($"There is no splitter '{name.GetString()}'."),
        };

    public static MinHashParameters Parameters(JsonElement config, WordSplitter splitter)
    {
        int bits = config.GetProperty("precision").GetInt32();
        bool isNormalized = !config.TryGetProperty("normalize", out JsonElement normalize) || normalize.GetBoolean();
        return new MinHashParameters
        {
            Shingles = new ShingleOptions
            {
                Unit = isNormalized ? ShingleUnit.SimplifiedWords : ShingleUnit.Words,
                Size = config.GetProperty("n_grams").GetInt32(),
                Splitter = splitter,
                Hash = config.GetProperty("hash").GetString() == "sha1" ? ShingleHashFunction.Sha1 : ShingleHashFunction.XxHash,
                HashBits = bits,
            },
            Bands = config.GetProperty("num_buckets").GetInt32(),
            Rows = config.GetProperty("hashes_per_bucket").GetInt32(),
            Seed = config.GetProperty("seed").GetUInt32(),
            HashBits = bits,
        };
    }
}
