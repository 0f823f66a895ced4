using System.Text.RegularExpressions;

namespace DataCuration.Experiments.Clean;

/// <summary>Words for comparing lines with gold text: runs of letters and digits, in lower case.</summary>
internal static partial class PageWords
{
    public static string[] Of(string text) => [.. WordPattern().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex WordPattern();
}
