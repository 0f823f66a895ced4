using System.Text.RegularExpressions;

namespace DataCuration.PackageTests.Documentation;

/// <summary>Finds the links of a Markdown text.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Returns the link targets that are files of the repository, without their fragments.</summary>
    /// <param name="markdown">The text.</param>
    public static IReadOnlyList<string> Local(string markdown) =>
        [.. Link().Matches(markdown).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
