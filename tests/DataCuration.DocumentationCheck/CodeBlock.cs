using System.Text.RegularExpressions;

namespace DataCuration.DocumentationCheck;

/// <summary>A piece of C# that a reader can paste: a block of a Markdown page, or an example of a documentation file.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Line">The line number of its first line of code.</param>
/// <param name="Code">The code.</param>
/// <param name="Packages">The packages that the reader has added before.</param>
/// <param name="Output">The block of text after it that shows what it prints, or empty.</param>
internal sealed partial record CodeBlock(string File, int Line, string Code, IReadOnlyList<PackageLine> Packages, string Output = "")
{
    /// <summary>True for an app of one file, which names its packages itself.</summary>
    public bool IsApp => Code.StartsWith("#:", StringComparison.Ordinal);

    /// <summary>Finds the C# blocks of a page.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="markdown">The page.</param>
    public static IReadOnlyList<CodeBlock> Find(string file, string markdown)
    {
        markdown = markdown.ReplaceLineEndings("\n");
        IReadOnlyList<PackageLine> packages = PackageLine.OfProject(markdown);
        return [.. Fence().Matches(markdown).Select(match => Make(match.Groups["code"], match.Groups["output"].Value))];

        CodeBlock Make(Group code, string output)
        {
            bool isApp = code.Value.StartsWith("#:", StringComparison.Ordinal);
            return new(file, LineOf(markdown, code.Index), code.Value, isApp ? PackageLine.Find(code.Value) : packages, output);
        }
    }

    /// <summary>Returns the first JSON block of a page; null without one.</summary>
    /// <param name="markdown">The page.</param>
    public static string? FindSettings(string markdown) =>
        JsonFence().Match(markdown.ReplaceLineEndings("\n")) is { Success: true } match ? match.Groups["code"].Value : null;

    /// <summary>The line number of a place in a text.</summary>
    internal static int LineOf(string text, int index) => 1 + text.AsSpan(0, index).Count('\n');

    [GeneratedRegex(@"^```csharp[ \t]*\n(?<code>.*?)^```[ \t]*\n(?:\n```text\n(?<output>.*?)^```)?",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```json[ \t]*\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex JsonFence();
}
