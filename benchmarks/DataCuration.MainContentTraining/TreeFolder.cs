using DataCuration.Extraction;

namespace DataCuration.MainContentTraining;

/// <summary>Writes trees into a folder, and reads them again.</summary>
internal static class TreeFolder
{
    /// <summary>Writes trees under the names that the library embeds.</summary>
    public static void Write(string folder, ExtractionTrees trees)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "MainContentBlocks.trees"), trees.Blocks.ToBytes());
        File.WriteAllBytes(Path.Combine(folder, "MainContentContext.trees"), trees.Context.ToBytes());
        foreach (PageType kind in Enum.GetValues<PageType>())
            File.WriteAllBytes(Path.Combine(folder, $"PageType{kind}.trees"), trees.Kinds[(int)kind].ToBytes());
    }

    /// <summary>Reads trees; null if the folder has none.</summary>
    public static ExtractionTrees? Read(string folder) => !File.Exists(Path.Combine(folder, "MainContentContext.trees")) ? null
        : new ExtractionTrees(Of(folder, "MainContentBlocks"), Of(folder, "MainContentContext"),
            [.. Enum.GetValues<PageType>().Select(kind => Of(folder, $"PageType{kind}"))]);

    private static BoostedTrees Of(string folder, string name) => BoostedTrees.Read(File.ReadAllBytes(Path.Combine(folder, $"{name}.trees")));
}
