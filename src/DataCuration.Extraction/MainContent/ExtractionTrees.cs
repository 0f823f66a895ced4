using System.IO.Hashing;

namespace DataCuration.Extraction;

/// <summary>The models trained on pages with labelled main content.</summary>
/// <param name="Blocks">Predicts the log odds that a block is main content.</param>
/// <param name="Context">Predicts the same, given the first predictions for all blocks of the page.</param>
/// <param name="Kinds">Predict the log odds of each <see cref="PageType"/>.</param>
internal sealed record ExtractionTrees(BoostedTrees Blocks, BoostedTrees Context, BoostedTrees[] Kinds)
{
    private static readonly Lazy<ExtractionTrees> Read = new(static () =>
        new(BoostedTrees.ReadResource("MainContentBlocks.trees"), BoostedTrees.ReadResource("MainContentContext.trees"),
            [.. Enum.GetNames<PageType>().Select(static name => BoostedTrees.ReadResource($"PageType{name}.trees"))]));

    /// <summary>The models embedded in this assembly.</summary>
    public static ExtractionTrees Shipped => Read.Value;

    /// <summary>A hash of the embedded models. It is part of the fingerprint.</summary>
    public static string ShippedHash => field ??= Hash();

    private static string Hash()
    {
        var hash = new XxHash128();
        foreach (string name in typeof(ExtractionTrees).Assembly.GetManifestResourceNames()
            .Where(static name => name.EndsWith(".trees", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = typeof(ExtractionTrees).Assembly.GetManifestResourceStream(name)!;
            hash.Append(stream);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
