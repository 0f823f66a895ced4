using System.Text;
using DataCuration.Deduplication;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>Measures the share of planted pairs that become candidates, beside the curve 1 - (1 - J^r)^b over the exact similarities.</summary>
internal static class DedupDetection
{
    public static IReadOnlyList<(string Name, MinHashParameters Parameters)> Presets { get; } =
    [
        ("datatrove", MinHashPresets.Datatrove), ("fast", MinHashPresets.Fast), ("nemo", MinHashPresets.Nemo), ("redpajama", MinHashPresets.RedPajama),
        ("text-dedup", MinHashPresets.TextDedup), ("data-juicer", MinHashPresets.DataJuicer),
    ];

    /// <param name="text">The words of real text to make the pairs from; null for random words.</param>
    /// <param name="pairs">The number of pairs for each step of similarity.</param>
    public static void Run(int pairs, IReadOnlyList<string>? text)
    {
        foreach ((string name, MinHashParameters parameters) in Presets)
            for (int step = 0; step < 10; step++) Measure(name, parameters, 0.5 + 0.05 * step, step, pairs, text);
    }

    private static void Measure(string name, MinHashParameters parameters, double similarity, int step, int pairs,
        IReadOnlyList<string>? text)
    {
        var signer = new MinHashSigner(parameters);
        var buffers = new ShingleBuffers();
        ulong[] first = new ulong[parameters.SignatureLength], second = new ulong[parameters.SignatureLength];
        int words = parameters.Shingles.Unit == ShingleUnit.Characters ? 5 : parameters.Shingles.Size, found = 0;
        double expected = 0, variance = 0, jaccard = 0;
        for (int i = 0; i < pairs; i++)
        {
            ulong seed = (ulong)(step * 1_000_000 + i);
            (string one, string other) = text is null ? PlantedPairs.Make(seed, similarity, words) : PlantedPairs.Edit(text, seed, similarity, words);
            byte[] left = Encoding.UTF8.GetBytes(one), right = Encoding.UTF8.GetBytes(other);
            double exact = MinHashSigner.Jaccard(SetOf(signer, left, buffers), SetOf(signer, right, buffers));
            double probability = parameters.CandidateProbability(exact);
            jaccard += exact;
            expected += probability;
            variance += probability * (1 - probability);
            signer.TrySign(left, buffers, first);
            signer.TrySign(right, buffers, second);
            if (LshOracle.Share(first, second, parameters.Bands, parameters.Rows)) found++;
        }
        DedupCommand.Print(new
        {
            verb = "detection",
            preset = name,
            text = text is null ? "random words" : "real text",
            pairs,
            mean_similarity = jaccard / pairs,
            rate = (double)found / pairs,
            curve = expected / pairs,
            standard_errors = (found - expected) / Math.Sqrt(Math.Max(variance, 1e-9)),
        });
    }

    private static ulong[] SetOf(MinHashSigner signer, byte[] text, ShingleBuffers buffers) =>
        [.. signer.HashShingles(text, buffers).ToArray().Distinct().Order()];
}
