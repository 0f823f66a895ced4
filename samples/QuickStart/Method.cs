using DataCuration;
using DataCuration.Selection;

namespace QuickStart;

/// <summary>A selection method.</summary>
/// <param name="Name">Its name in the table and in the output folder.</param>
/// <param name="IsControl">True to remove the target's own area from the pool first.</param>
/// <param name="Create">Creates the selection for a seed.</param>
internal sealed record Method(string Name, bool IsControl, Func<DsirModelFit, SelectionSize, ulong, CorpusFit<KeepList>> Create)
{
    /// <summary>All methods. The others are compared with the first.</summary>
    public static IReadOnlyList<Method> All { get; } =
    [
        // From the documents that DSIR selects from: its MinTokens is 100 by default.
        new("random", false, (_, size, seed) => new RandomSelection { Size = size, Seed = seed, MinTokens = 100 }),
        new("dsir", false, (fit, size, seed) => new DsirSelection(fit) { Size = size, Seed = seed, Weighting = DsirWeighting.Chunked() }),
        new("control", true, (fit, size, seed) => new DsirSelection(fit) { Size = size, Seed = seed, Weighting = DsirWeighting.Chunked() }),
        new("dsir-raw", false, (fit, size, seed) => new DsirSelection(fit) { Size = size, Seed = seed }),
        new("dsir-normalized", false, (fit, size, seed) => new DsirSelection(fit) { Size = size, Seed = seed, Weighting = DsirWeighting.LengthNormalized() }),
        new("top-k", false, (fit, size, seed) => new DsirSelection(fit) { Size = size, Seed = seed, TopK = true }),
    ];

    /// <summary>Finds methods by name.</summary>
    /// <param name="names">The names.</param>
    public static IReadOnlyList<Method> Find(IEnumerable<string> names) =>
        [.. names.Select(name => All.FirstOrDefault(method => method.Name == name)
            ?? throw new ArgumentException($"There is no method '{name}'; the methods are {string.Join(", ", All.Select(method => method.Name))}."))];
}
