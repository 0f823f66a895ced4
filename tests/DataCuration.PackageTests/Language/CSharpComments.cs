using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataCuration.PackageTests.Language;

/// <summary>Finds the comments and the long lines of a C# file.</summary>
internal static class CSharpComments
{
    /// <summary>Reads a file's text. String literals are ignored.</summary>
    /// <param name="text">The file's text.</param>
    public static CheckedText Read(string text)
    {
        // Without a documentation mode, XML comments are single-line comments like others.
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None));
        SourceText source = tree.GetText();
        return new CheckedText(Blocks(tree, source), LongLines(tree, source));
    }

    private static List<TextBlock> Blocks(SyntaxTree tree, SourceText source)
    {
        var blocks = new List<TextBlock>();
        var lines = new List<string>();
        int first = 0, last = 0;
        bool documentation = false;
        foreach (SyntaxTrivia comment in tree.GetRoot().DescendantTrivia(descendIntoTrivia: true))
        {
            if (comment.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)) continue;
            TextLine line = source.Lines.GetLineFromPosition(comment.SpanStart);
            string content = comment.ToString();
            if (comment.IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                Close();
                blocks.Add(new TextBlock(line.LineNumber + 1, content));
                continue;
            }
            bool isDocumentation = content.StartsWith("///", StringComparison.Ordinal);
            bool ownLine = string.IsNullOrWhiteSpace(source.ToString(TextSpan.FromBounds(line.Start, comment.SpanStart)));
            if (lines.Count > 0 && (!ownLine || line.LineNumber != last + 1 || isDocumentation != documentation)) Close();
            if (lines.Count == 0) first = line.LineNumber;
            lines.Add(content.TrimStart('/'));
            (last, documentation) = (line.LineNumber, isDocumentation);
            if (!ownLine) Close();
        }
        Close();
        return blocks;

        void Close()
        {
            if (lines.Count > 0) blocks.Add(new TextBlock(first + 1, string.Join('\n', lines)));
            lines.Clear();
        }
    }

    private static List<(int Line, int Length, string Text)> LongLines(SyntaxTree tree, SourceText source)
    {
        var found = new List<(int Line, int Length, string Text)>();
        if (!source.Lines.Any(line => line.Span.Length > CheckedText.MaxLine)) return found;
        TextSpan[] literals = [.. tree.GetRoot().DescendantNodes().Where(IsUnbreakable).Select(node => node.Span)];
        foreach (TextLine line in source.Lines)
        {
            int length = line.Span.Length - literals.Sum(span => span.Intersection(line.Span)?.Length ?? 0);
            if (length > CheckedText.MaxLine) found.Add((line.LineNumber + 1, line.Span.Length, line.ToString()));
        }
        return found;
    }

    /// <summary>Returns true for raw strings, and for verbatim strings of several lines: a line break would change them.</summary>
    private static bool IsUnbreakable(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal => literal.Token.Text.StartsWith("\"\"\"", StringComparison.Ordinal)
            || (literal.Token.Text.StartsWith('@') && literal.Token.Text.Contains('\n', StringComparison.Ordinal)),
        InterpolatedStringExpressionSyntax interpolated => !interpolated.Ancestors().OfType<InterpolatedStringExpressionSyntax>().Any()
            && (interpolated.StringStartToken.Text.Contains("\"\"\"", StringComparison.Ordinal)
                || (interpolated.StringStartToken.Text.Contains('@', StringComparison.Ordinal)
                    && interpolated.ToString().Contains('\n', StringComparison.Ordinal))),
        _ => false,
    };
}
