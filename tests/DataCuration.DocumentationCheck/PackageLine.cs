using System.Text.RegularExpressions;

namespace DataCuration.DocumentationCheck;

/// <summary>A package that a page adds, with its version.</summary>
/// <param name="Name">The name of the package.</param>
/// <param name="Version">The version; empty if the line has none.</param>
internal sealed partial record PackageLine(string Name, string Version)
{
    /// <summary>
    /// Finds the packages that a text adds: by <c>dotnet add package</c>, by <c>PackageReference</c>, and by the directives of file-based apps and notebooks.
    /// </summary>
    /// <param name="text">A Markdown page, a program or a notebook.</param>
    public static IReadOnlyList<PackageLine> Find(string text) =>
        [.. Line().Matches(text).Select(match => new PackageLine(match.Groups["name"].Value, match.Groups["version"].Value)).Distinct()];

    /// <summary>Finds the packages that a project gets by a page's lines for the command line and for project files.</summary>
    /// <param name="markdown">The page.</param>
    public static IReadOnlyList<PackageLine> OfProject(string markdown) =>
        [.. ProjectLine().Matches(markdown).Select(match => new PackageLine(match.Groups["name"].Value, match.Groups["version"].Value)).Distinct()];

    private const string Add = @"dotnet add package (?<name>[\w.-]+)(?: --version (?<version>[\w.-]+))?";

    // Without a version it is a project of this repository, whose versions are in Directory.Packages.props.
    private const string Reference = @"<PackageReference Include=""(?<name>[\w.-]+)"" Version=""(?<version>[\w.-]+)""";

    private const string App = @"#:package (?<name>[\w.-]+)(?:@(?<version>[\w.-]+))?";

    private const string Notebook = """#r \\?"nuget: ?(?<name>[\w.-]+)(?:, ?(?<version>[\w.-]+))?\\?""";

    [GeneratedRegex($"{Add}|{Reference}", RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectLine();

    [GeneratedRegex($"{Add}|{Reference}|{App}|{Notebook}", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
