using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataCuration.DocumentationCheck;

/// <summary>Compiles code as if it were the only file of a new console project with the SDK's defaults, or an app of one file.</summary>
internal static class BlockCompiler
{
    /// <summary>The usings that the SDK adds.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // Without the feature, directives such as #:package are errors.
    private static readonly CSharpParseOptions Parse = new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(ImplicitUsings, Parse);

    // The SDK suppresses these: a package may be built against an older version of an assembly.
    private static readonly Dictionary<string, ReportDiagnostic> Suppressed =
        new(StringComparer.Ordinal) { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    /// <summary>Compiles a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="references">The assemblies that its project references.</param>
    /// <returns>The errors and warnings, with file and line; empty if the block compiles.</returns>
    public static IReadOnlyList<string> Compile(CodeBlock block, IEnumerable<MetadataReference> references)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(block.Code, Parse);
        // A file of types only is a class that the reader adds to a project.
        bool isProgram = tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
        var options = new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: Suppressed);
        return [.. CSharpCompilation.Create("Page", [Usings, tree], references, options).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || IsUnnecessaryUsing(diagnostic, tree))
            .Select(diagnostic => Show(block, diagnostic))];
    }

    private static bool IsUnnecessaryUsing(Diagnostic diagnostic, SyntaxTree tree) => diagnostic.Id == "CS8019" && diagnostic.Location.SourceTree == tree;

    private static string Show(CodeBlock block, Diagnostic diagnostic)
    {
        int line = block.Line + diagnostic.Location.GetLineSpan().StartLinePosition.Line;
        return string.Create(CultureInfo.InvariantCulture, $"{block.File}:{line}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }
}
