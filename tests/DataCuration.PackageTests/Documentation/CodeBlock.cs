using System.Text.RegularExpressions;

namespace DataCuration.PackageTests.Documentation;

/// <summary>A fenced C# block of a Markdown file.</summary>
/// <param name="File">The file, as shown in messages.</param>
/// <param name="Line">The line of its first line of code.</param>
/// <param name="Given">Declarations of what the surrounding text takes as given: the <c>&lt;!-- given: … --&gt;</c> comment before the block; empty if there is none.</param>
/// <param name="Code">The code.</param>
internal sealed partial record CodeBlock(string File, int Line, string Given, string Code)
{
    /// <summary>Finds the blocks of a text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="markdown">Its text.</param>
    public static IReadOnlyList<CodeBlock> Find(string file, string markdown)
    {
        markdown = markdown.ReplaceLineEndings("\n");
        return [.. Fence().Matches(markdown).Select(match => new CodeBlock(
            file, 1 + markdown.AsSpan(0, match.Groups["code"].Index).Count('\n'), match.Groups["given"].Value.Trim(), match.Groups["code"].Value))];
    }

    [GeneratedRegex(@"(?:<!--\s*given:(?<given>.*?)-->\s*\n)?^```csharp[ \t]*\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();
}
