using System.Xml;
using System.Xml.Linq;

namespace DataCuration.DocumentationCheck;

/// <summary>The examples of a library's documentation file.</summary>
internal static class XmlExamples
{
    /// <summary>Finds the code of all <c>example</c> elements.</summary>
    /// <param name="path">The documentation file of an assembly.</param>
    /// <param name="package">The package of the assembly: what a reader of the example has added.</param>
    public static IReadOnlyList<CodeBlock> Find(string path, PackageLine package) =>
        [.. XDocument.Load(path, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace).Descendants("member").SelectMany(member =>
            member.Elements("example").Elements("code").Select(code => new CodeBlock($"{Path.GetFileName(path)}, {(string)member.Attribute("name")!}",
                ((IXmlLineInfo)code).LineNumber, Unindent(code.Value), [package])))];

    /// <summary>Removes the white space that the compiler leaves in front of every line.</summary>
    private static string Unindent(string code)
    {
        string[] lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Concat(lines.Select(line => (line.Length >= indent ? line[indent..] : "") + "\n"));
    }
}
