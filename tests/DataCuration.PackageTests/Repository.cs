namespace DataCuration.PackageTests;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] OutputFolders = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs", ".idea"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration that the tests were built in, as it stands in the paths of the artifacts folder.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The names of the projects in src, which are those of their packages and assemblies.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!).Where(name => File.Exists(Path.Combine(Root, "src", name, name + ".csproj"))).Order(StringComparer.Ordinal)];

    /// <summary>A path below the root.</summary>
    /// <param name="parts">Its parts.</param>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path as it reads in messages: below the root, with forward slashes.</summary>
    /// <param name="path">The full path.</param>
    public static string Shown(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The files below some folders, what builds make left out.</summary>
    /// <param name="pattern">A file name pattern, such as <c>*.cs</c>.</param>
    /// <param name="folders">Folders below the root.</param>
    public static IReadOnlyList<string> Files(string pattern, params string[] folders) =>
        [.. folders.Select(folder => At(folder)).Where(Directory.Exists).SelectMany(folder => Walk(folder, pattern)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern)
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !OutputFolders.Contains(Path.GetFileName(child))).SelectMany(child => Walk(child, pattern)));

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "DataCuration.sln"))) return folder;
        throw new DirectoryNotFoundException($"There is no DataCuration.sln above '{AppContext.BaseDirectory}': these tests run from the working tree that they were built from.");
    }
}
