using System.Text.RegularExpressions;

namespace DataCuration.PackageTests.Documentation;

/// <summary>Golden values that are counted apart: each reason is explained on a page.</summary>
public sealed partial class DeviationTests
{
    [Fact]
    public void Pages_ListEveryReason()
    {
        string[] reasons = [.. Reason().Matches(File.ReadAllText(Repository.At("tests", "DataCuration.PeerVectors", "DeviationReasons.cs")))
            .Select(match => match.Groups[1].Value)];
        Assert.True(reasons.Length >= 10, $"Only {reasons.Length} reasons were found.");
        string pages = string.Concat(Repository.Files("*.md", "docs").Where(IsPage).Select(File.ReadAllText));
        Assert.All(reasons, reason => Assert.Contains($"| `{reason}` |", pages, StringComparison.Ordinal));
        // No judge has a reason of its own.
        IEnumerable<string> others = Repository.Files("*.cs", Path.Combine("tests", "DataCuration.PeerVectors"))
            .Where(path => Other().IsMatch(File.ReadAllText(path)));
        Assert.Empty(others.Select(Repository.Shown));
        Assert.Matches(Other(), "tally.Deviate(\"planted\")");
    }

    private static bool IsPage(string path) => Path.GetFileName(path) is var name
        && (name.StartsWith("filters", StringComparison.Ordinal) || name.StartsWith("deduplication", StringComparison.Ordinal));

    [GeneratedRegex("public const string \\w+ = \"([^\"]+)\";")]
    private static partial Regex Reason();

    [GeneratedRegex("\\bDeviate\\((?!DeviationReasons\\.|string )")]
    private static partial Regex Other();
}
