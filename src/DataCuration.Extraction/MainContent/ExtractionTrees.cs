using System.IO.Hashing;

namespace DataCuration.Extraction;

/// <summary>What was learned from pages with known main content.</summary>
/// <param name="Blocks">How likely a block is main content, as log odds.</param>
/// <param name="Context">The same, with the judgement of all blocks of the page known.</param>
/// <param name="Kinds">How likely a page is of each kind (<see cref="PageType"/>), as log odds.</param>
internal sealed record ExtractionTrees(BoostedTrees Blocks, BoostedTrees Context, BoostedTrees[] Kinds)
{
    private static readonly Lazy<ExtractionTrees> Read = new(static () =>
        new(BoostedTrees.ReadResource("MainContentBlocks.trees"), BoostedTrees.ReadResource("MainContentContext.trees"), [.. Enum.GetNames<PageType>().Select(static name => BoostedTrees.ReadResource($"PageType{name}.trees"))]));

    /// <summary>Those of this assembly.</summary>
    public static ExtractionTrees Shipped => Read.Value;

    /// <summary>A hash of those of this assembly: what they decide belongs to the recipe.</summary>
    public static string ShippedHash { get; } = Hash();

    private static string Hash()
    {
        var hash = new XxHash128();
        foreach (string name in typeof(ExtractionTrees).Assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".trees", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = typeof(ExtractionTrees).Assembly.GetManifestResourceStream(name)!;
            hash.Append(stream);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
