using System.Text.RegularExpressions;

namespace DataCuration.PackageTests.Documentation;

/// <summary>A fenced C# block of a Markdown file.</summary>
/// <param name="File">The file name, for messages.</param>
/// <param name="Line">The line number of its first line of code.</param>
/// <param name="Given">
/// Declarations of the variables that the text takes as given: the <c>&lt;!-- given: … --&gt;</c> comment before the block. Empty if there is no such comment.
/// </param>
/// <param name="Code">The code.</param>
internal sealed partial record CodeBlock(string File, int Line, string Given, string Code)
{
    /// <summary>Finds the blocks of a text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="markdown">The text.</param>
    public static IReadOnlyList<CodeBlock> Find(string file, string markdown)
    {
        markdown = markdown.ReplaceLineEndings("\n");
        return [.. Fence().Matches(markdown).Select(match => new CodeBlock(
            file, 1 + markdown.AsSpan(0, match.Groups["code"].Index).Count('\n'), match.Groups["given"].Value.Trim(), match.Groups["code"].Value))];
    }

    [GeneratedRegex(@"(?:<!--\s*given:(?<given>.*?)-->\s*\n)?^```csharp[ \t]*\n(?<code>.*?)^```",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();
}
