namespace DataCuration.PackageTests;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] OutputFolders = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs", ".idea"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration of the tests' build, as in the paths of the artifacts folder.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The names of the projects in src, which are also the names of their packages and assemblies.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => File.Exists(Path.Combine(Root, "src", name, name + ".csproj"))).Order(StringComparer.Ordinal)];

    /// <summary>Returns a path below the root.</summary>
    /// <param name="parts">The parts of the path.</param>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Returns a path for messages: relative to the root, with forward slashes.</summary>
    /// <param name="path">The full path.</param>
    public static string Shown(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Returns the files below some folders, without build outputs.</summary>
    /// <param name="pattern">A file name pattern, such as <c>*.cs</c>.</param>
    /// <param name="folders">Folders below the root.</param>
    public static IReadOnlyList<string> Files(string pattern, params string[] folders) =>
        [.. folders.Select(folder => At(folder)).Where(Directory.Exists).SelectMany(folder => Walk(folder, pattern)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern)
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !OutputFolders.Contains(Path.GetFileName(child)))
                .SelectMany(child => Walk(child, pattern)));

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "DataCuration.sln"))) return folder;
        throw new DirectoryNotFoundException(
            $"There is no DataCuration.sln above '{AppContext.BaseDirectory}': these tests run from the working tree that they were built from.");
    }
}
