namespace DataCuration.DocumentationCheck;

/// <summary>The pages for users: those whose code a reader pastes.</summary>
internal static class DocumentationPages
{
    /// <summary>Finds the README, the pages in <c>docs</c> and the README of each package.</summary>
    /// <param name="root">The repository's root.</param>
    public static IReadOnlyList<string> Find(string root) =>
    [
        Path.Combine(root, "README.md"),
        .. Directory.GetFiles(Path.Combine(root, "docs"), "*.md").Order(StringComparer.Ordinal),
        .. Directory.GetDirectories(Path.Combine(root, "src")).Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists)
            .Order(StringComparer.Ordinal),
    ];
}
