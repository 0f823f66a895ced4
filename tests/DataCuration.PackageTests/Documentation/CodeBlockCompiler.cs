using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataCuration.PackageTests.Documentation;

/// <summary>Compiles the code of a documentation page as if it were pasted into Program.cs of a new project with implicit usings.</summary>
internal static class CodeBlockCompiler
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using DataCuration;
        """;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Compiles a block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>The errors, with file and line; empty if the block compiles.</returns>
    public static IReadOnlyList<string> Compile(CodeBlock block)
    {
        var code = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(block.Code, Parse).GetRoot();
        bool runs = code.Members.OfType<GlobalStatementSyntax>().Any();
        // Given declarations become variables before the first statement; usings have to precede them.
        int usingsEnd = code.Usings.Count == 0 ? 0 : code.Usings.FullSpan.End;
        string given = string.Concat(block.Given.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(declaration => declaration + " = default!;"));
        string usings = block.Code[..usingsEnd], rest = block.Code[usingsEnd..];
        string text = $"{usings}\n{given}\n#line {block.Line + usings.AsSpan().Count('\n')} \"{block.File}\"\n{rest}";
        var options = new CSharpCompilationOptions(runs ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create("Page",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Parse), CSharpSyntaxTree.ParseText(text, Parse)], References, options);
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Show)];
    }

    private static string Show(Diagnostic diagnostic)
    {
        FileLinePositionSpan at = diagnostic.Location.GetMappedLineSpan();
        return string.Create(CultureInfo.InvariantCulture,
            $"{at.Path}:{at.StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }
}
