using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>The parameters of a run of the reference, under their names in the vectors. Parameters that are not given have the reference's defaults.</summary>
internal sealed record ReferenceParameters
{
    public int NGrams { get; init; } = 2;

    public int Buckets { get; init; } = 10_000;

    public int Processes { get; init; } = 1;

    public long MinExampleLength { get; init; } = 100;

    public long NumToSample { get; init; }

    public bool TopK { get; init; }

    public uint Seed { get; init; }

    public bool SeparateTargets { get; init; }

    public double[]? TargetProportions { get; init; }

    /// <summary>The number of tokens to fit; null for "all".</summary>
    public long? TokensToFit { get; init; }

    public double Smoothing { get; init; }

    public HashedNGrams Features => new() { NGrams = NGrams, Buckets = Buckets };

    public static ReferenceParameters Read(JsonElement given)
    {
        int buckets = given.Has("num_buckets", out JsonElement value) ? (int)value.Integer() : 10_000;
        return new()
        {
            NGrams = given.Has("ngrams", out value) ? (int)value.Integer() : 2,
            Buckets = buckets,
            Processes = given.Has("num_proc", out value) ? (int)value.Integer() : 1,
            MinExampleLength = given.Has("min_example_length", out value) ? value.Integer() : 100,
            NumToSample = given.Has("num_to_sample", out value) ? value.Integer() : 0,
            TopK = given.Flag("top_k"),
            Seed = given.Has("numpy_seed_before_resample", out value) ? value.GetUInt32() : 0,
            SeparateTargets = given.Flag("separate_targets"),
            TargetProportions = given.Has("target_proportions_in", out value) ? value.Doubles() : null,
            TokensToFit = !given.Has("num_tokens_to_fit", out value) ? null
                : value.ValueKind == JsonValueKind.Number ? value.Integer()
                : value.GetString() == "auto" ? 100_000L * buckets : null,
            Smoothing = given.Has("target_laplace_smoothing", out value) ? value.GetDouble() : 0,
        };
    }
}
