using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataCuration.PackageTests.Conventions;

/// <summary>The rules for source files. Each check returns the violations, or nothing.</summary>
internal static class SourceConventions
{
    /// <summary>A longer file does more than one thing.</summary>
    public const int MaxLines = 400;

    /// <summary>The files that may catch any exception, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> CatchesEverything = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["src/DataCuration/Engine/Pipeline/PipelineSegment.cs"] = "a stage's exception becomes a document fault",
        ["src/DataCuration/Engine/Pipeline/OrderedWindow.cs"] = "a stage's exception becomes a document fault, and any other one the shard's failure",
        ["src/DataCuration/Engine/Pipeline/BatchCollector.cs"] = "an exception of a batch makes the engine try its documents one by one",
        ["src/DataCuration/Engine/Phases/PhaseRunner.cs"] = "a shard's exception becomes its failure, and the other shards go on",
        ["src/DataCuration/Engine/ShardTask.cs"] =
            "closing files after a failure may fail too; the first failure is the one that is reported, this one is logged",
        ["src/DataCuration/Stages/ResourcePool.cs"] = "every resource is disposed; what they threw is thrown together at the end",
        ["src/DataCuration.Extraction.Pdf/Reading/PdfReader.cs"] = "PdfPig throws whatever it likes on damaged files, and all of it becomes a reason",
        ["src/DataCuration.Extraction.Pdf/Reading/DeepStackThreads.cs"] = "what is thrown on a thread of its own is carried over to the caller",
        ["src/DataCuration.LanguageModels/Calls/Endpoint/ClientRequest.cs"] =
            "chat clients throw whatever they like on damaged responses; all of it becomes a kind of failure, which is tried again or reported",
        ["src/DataCuration.LocalModels/Decoding/SequenceWorker.cs"] = "an error of the worker's thread fails the requests, and would end the process otherwise",
        ["src/DataCuration.Tabular/Parquet/ParquetFile.cs"] =
            "damaged files cause exceptions of many types in decoders; all of them become InvalidDataException",
        ["src/DataCuration.Tabular/Parquet/ParquetColumnReader.cs"] = "as ParquetFile, with the name of the column",
    };

    /// <summary>The files of core and Selection that may use the local file system, with the reason. All others use <c>IFileStore</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> UsesLocalFiles = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["src/DataCuration/Files/LocalFileStore.cs"] = "it is the local store",
        ["src/DataCuration/Files/MappedFile.cs"] = "maps local files, and copies others to a temporary file first",
        ["src/DataCuration/Files/FileStoreExtensions.cs"] = "creates local scratch folders for stores that are not local",
        ["src/DataCuration/Internals/AtomicFile.cs"] = "saves a model or report to the path that the user names",
        ["src/DataCuration/Formats/Warc/WarcWriter.cs"] = "writes to the path that the user names",
        ["src/DataCuration/Urls/PublicSuffixList.cs"] = "reads the list that the user has downloaded",
        ["src/DataCuration/Engine/Fits/ExternalSort.cs"] = "run files are in a scratch folder, which is local",
        ["src/DataCuration/Engine/Fits/SortRunReader.cs"] = "as ExternalSort",
        ["src/DataCuration/Engine/Fits/SortRunWriter.cs"] = "as ExternalSort",
        ["src/DataCuration/Engine/Fits/ConnectedComponents.cs"] = "as ExternalSort",
        ["src/DataCuration.Selection/Classifiers/TrainedClassifier.cs"] = "copies a model to the path that the user names",
        ["src/DataCuration.Selection/Classifiers/TrainingDescription.cs"] = "hashes the vectors at the path that the user names",
        ["src/DataCuration.Selection/Classifiers/ClassifierTraining.cs"] = "copies training examples to a scratch folder, which is local",
        ["src/DataCuration.Selection/Classifiers/ShuffledLines.cs"] = "writes training examples to a scratch folder, which is local",
        ["src/DataCuration.Selection/Classifiers/CrossFittedSelection.cs"] = "writes training examples to a scratch folder, which is local",
    };

    private static readonly string[] FileClasses = ["File", "Directory"];

    private static readonly string[] FileTypes =
        ["FileStream", "FileInfo", "DirectoryInfo", "FileSystemInfo", "FileSystemWatcher", "MemoryMappedFile", "DriveInfo"];

    public static IEnumerable<string> TooLong(string file, string text)
    {
        int lines = text.AsSpan().Count('\n');
        if (lines > MaxLines) yield return $"{file}: {lines} lines, at most {MaxLines}";
    }

    public static IEnumerable<string> PublicTypes(string file, string text)
    {
        BaseTypeDeclarationSyntax[] types =
            [.. Root(text).DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword))];
        string[] names = [.. types.Select(type => type.Identifier.Text).Distinct()];
        if (names.Length > 1) yield return $"{file}: several public types ({string.Join(", ", names)})";
        // A part of a partial type may add its topic to the name: Corpus.Terminals.cs.
        string name = Path.GetFileNameWithoutExtension(file);
        if (names.Length == 1 && name != names[0]
            && !(name.StartsWith(names[0] + ".", StringComparison.Ordinal) && types[0].Modifiers.Any(SyntaxKind.PartialKeyword)))
            yield return $"{file}: holds {names[0]}";
    }

    public static IEnumerable<string> Catches(string file, string text)
    {
        if (CatchesEverything.ContainsKey(file)) yield break;
        SyntaxNode root = Root(text);
        foreach (CatchClauseSyntax clause in root.DescendantNodes().OfType<CatchClauseSyntax>())
        {
            if (clause.Declaration is { } declaration && declaration.Type.ToString() is not ("Exception" or "System.Exception")) continue;
            // Cleaning up and rethrowing swallows nothing, and a filter that lists its types is not a catch-all.
            if (clause.Block.Statements.LastOrDefault() is ThrowStatementSyntax { Expression: null }) continue;
            string filter = FilterOf(clause, root);
            if (filter.Contains(" is ", StringComparison.Ordinal) && !filter.Contains("is not", StringComparison.Ordinal)) continue;
            yield return $"{file}:{clause.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: catches every exception";
        }
    }

    /// <summary>Finds uses of the local file system.</summary>
    public static IEnumerable<string> LocalFiles(string file, string text)
    {
        if (UsesLocalFiles.ContainsKey(file)) yield break;
        foreach (SimpleNameSyntax name in Root(text).DescendantNodes().OfType<SimpleNameSyntax>())
        {
            string used = name.Identifier.Text;
            bool isType = FileTypes.Contains(used);
            // "File.Exists" and "System.IO.File.Exists", but not the property in "found.File.Length".
            bool isClass = FileClasses.Contains(used) && name.Parent is MemberAccessExpressionSyntax member
                && (member.Expression == name || (member.Name == name && member.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "IO" }));
            if (isType || isClass)
                yield return $"{file}:{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: uses {used}; files are opened by an IFileStore";
        }
    }

    public static IEnumerable<string> Names(string file, string text)
    {
        // Split, so that this file does not contain the names that it looks for.
        string[] banned = ["/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", @"C:\Us" + "ers", "/wo" + "rk/", "nuget.org" + "/v3", "local" + "host:"];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
            foreach (string name in banned)
                if (lines[i].Contains(name, StringComparison.OrdinalIgnoreCase)) yield return $"{file}:{i + 1}: names '{name}'";
    }

    /// <summary>Returns a filter's text. If it only calls a method of the file, returns that method's.</summary>
    private static string FilterOf(CatchClauseSyntax clause, SyntaxNode root)
    {
        if (clause.Filter?.FilterExpression is not { } expression) return "";
        if (expression is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax called }) return expression.ToString();
        MethodDeclarationSyntax? method = root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(method => method.Identifier.Text == called.Identifier.Text);
        return method?.ExpressionBody?.ToString() ?? "";
    }

    private static SyntaxNode Root(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();
}
