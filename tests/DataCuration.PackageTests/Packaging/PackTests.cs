using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using DataCuration.TestKit;

namespace DataCuration.PackageTests.Packaging;

/// <summary>Packs all libraries, as they were built for these tests, and checks the packages.</summary>
public sealed class PackTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Files that packages contain beside their assembly, by package.</summary>
    private static readonly Dictionary<string, string> OwnFiles = new(StringComparer.Ordinal)
    {
        ["DataCuration"] = "interactive-extensions/dotnet/extension.dib",
        ["DataCuration.Selection"] = "interactive-extensions/dotnet/extension.dib",
        ["DataCuration.Tabular"] = "interactive-extensions/dotnet/extension.dib",
        ["DataCuration.Training.TorchSharp"] = "buildTransitive/DataCuration.Training.TorchSharp.targets",
    };

    /// <summary>All that a package may depend on, by package. Transitive packages of others are not named.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new(StringComparer.Ordinal)
    {
        ["DataCuration"] = ["Microsoft.Extensions.Logging.Abstractions", "System.IO.Hashing", "ZstdSharp.Port"],
        ["DataCuration.Deduplication"] = ["DataCuration", "System.IO.Hashing"],
        ["DataCuration.Extraction"] = ["DataCuration", "DataCuration.FastText"],
        ["DataCuration.Extraction.Pdf"] = ["DataCuration", "PdfPig"],
        ["DataCuration.FastText"] = ["DataCuration"],
        ["DataCuration.Filters"] = ["DataCuration", "System.IO.Hashing"],
        ["DataCuration.LanguageModels"] =
            ["DataCuration", "DataCuration.Selection", "Microsoft.Extensions.AI.Abstractions", "System.ClientModel", "System.IO.Hashing"],
        ["DataCuration.Lingua"] = ["DataCuration", "SearchPioneer.Lingua"],
        ["DataCuration.Mixing"] = ["DataCuration", "DataCuration.Training"],
        ["DataCuration.Mixing.LightGbm"] = ["DataCuration", "DataCuration.Mixing", "Microsoft.ML.LightGbm"],
        ["DataCuration.LocalModels"] = ["DataCuration", "DataCuration.Models", "LLamaSharp", "Microsoft.Extensions.AI.Abstractions"],
        ["DataCuration.Models"] = ["DataCuration"],
        ["DataCuration.Onnx"] = ["DataCuration", "DataCuration.FastText", "Microsoft.ML.OnnxRuntime.Managed", "Microsoft.ML.Tokenizers", "System.IO.Hashing"],
        ["DataCuration.Recipes"] =
        [
            "DataCuration", "DataCuration.Deduplication", "DataCuration.Extraction", "DataCuration.Filters", "DataCuration.Mixing", "DataCuration.Models",
            "DataCuration.Selection", "DataCuration.Synthesis",
        ],
        ["DataCuration.Retrieval.Lucene"] = ["DataCuration", "Lucene.Net", "Lucene.Net.Analysis.Common", "System.IO.Hashing"],
        ["DataCuration.Selection"] = ["DataCuration", "DataCuration.FastText", "System.IO.Hashing"],
        ["DataCuration.Synthesis"] =
            ["DataCuration", "DataCuration.Deduplication", "DataCuration.LanguageModels", "Microsoft.Extensions.AI.Abstractions", "System.IO.Hashing"],
        ["DataCuration.Tabular"] = ["CsvHelper", "DataCuration", "Microsoft.Data.Analysis", "Parquet.Net"],
        ["DataCuration.Tokenization"] = ["DataCuration", "Microsoft.ML.Tokenizers", "System.IO.Hashing"],
        ["DataCuration.Training"] = ["DataCuration", "DataCuration.Models"],
        ["DataCuration.Training.TorchSharp"] = ["DataCuration.Models", "DataCuration.Selection", "DataCuration.Training", "TorchSharp"],
    };

    /// <summary>The names of assemblies that differ from those of their packages.</summary>
    private static readonly Dictionary<string, string> AssemblyNames = new(StringComparer.Ordinal)
    {
        ["Microsoft.ML.OnnxRuntime.Managed"] = "Microsoft.ML.OnnxRuntime",
        ["Parquet.Net"] = "Parquet",
        ["PdfPig"] = "UglyToad.PdfPig",
        ["SearchPioneer.Lingua"] = "Lingua",
        ["ZstdSharp.Port"] = "ZstdSharp",
    };

    private static readonly string[] NativeExtensions = [".so", ".dylib", ".a", ".lib"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pack_AllLibraries_PackagesAreComplete()
    {
        await PackAsync(TestContext.Current.CancellationToken);
        string[] packages = Directory.GetFiles(folder.Path, "*.nupkg");
        Assert.Equal(Repository.Libraries.Count, packages.Length);
        Assert.Equal(Repository.Libraries.Count, Directory.GetFiles(folder.Path, "*.snupkg").Length);
        foreach (string library in Repository.Libraries)
        {
            string path = Assert.Single(packages, package => Path.GetFileName(package).StartsWith(library + ".0", StringComparison.Ordinal));
            using ZipArchive package = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
            output.WriteLine($"{Path.GetFileName(path)}: {new FileInfo(path).Length:N0} bytes, {package.Entries.Count} entries");
            Assert.Empty(Problems(library, package));
            Assert.Equal(await File.ReadAllTextAsync(ReadmeOf(library), TestContext.Current.CancellationToken), await TextOf(package, "README.md"));
            Assert.Equal(Dependencies[library].Order(StringComparer.Ordinal), DependenciesOf(package, library).Order(StringComparer.Ordinal));
            Assert.Empty(Unused(Dependencies[library], ReferencesOf(package, library)).Select(dependency => $"{library} does not use {dependency}"));
            if (!OwnFiles.TryGetValue(library, out string? own)) continue;
            string source = own.EndsWith(".dib", StringComparison.Ordinal) ? Repository.At("src", library, "Notebooks", "extension.dib")
                : Repository.At("eng", "TorchNative.targets");
            Assert.Equal(await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken),
                await TextOf(package, own));
        }
    }

    [Fact]
    public void Readmes_OfPackages_AreTheirOwn()
    {
        Assert.Equal(Repository.Libraries.Select(library => $"# {library}"), Repository.Libraries.Select(library => File.ReadLines(ReadmeOf(library)).First()));
        Assert.All(Repository.Libraries, library => Assert.Contains(File.ReadLines(ReadmeOf(library)),
            line => line.StartsWith($"dotnet add package {library} --version ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Unused_PlantedDependency_IsNamed() =>
        Assert.Equal(["Some.Package"], Unused(["PdfPig", "Some.Package", "TorchSharp"], ["System.Runtime", "UglyToad.PdfPig.Core", "TorchSharp"]));

    [Fact]
    public void Problems_PlantedPackage_AreNamed()
    {
        using var archive = new ZipArchive(new MemoryStream(), ZipArchiveMode.Update);
        using (var nuspec = new StreamWriter(archive.CreateEntry("DataCuration.nuspec").Open()))
            nuspec.Write("<package><metadata><id>DataCuration</id></metadata></package>");
        archive.CreateEntry("lib/net10.0/DataCuration.dll");
        archive.CreateEntry("runtimes/linux-x64/native/libsomething.so");
        string[] problems = [.. Problems("DataCuration", archive)];
        Assert.Contains(problems, problem => problem.Contains("README.md", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("DataCuration.xml", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("license", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("libsomething.so", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Problems(string library, ZipArchive package)
    {
        foreach (string name in new[] { "README.md", $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml" })
            if (package.GetEntry(name) is null) yield return $"{library}: {name} is missing";
        if (OwnFiles.TryGetValue(library, out string? own) && package.GetEntry(own) is null) yield return $"{library}: {own} is missing";
        foreach (ZipArchiveEntry entry in package.Entries)
        {
            if (entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal) || NativeExtensions.Contains(Path.GetExtension(entry.FullName)))
                yield return $"{library}: {entry.FullName} is native";
        }
        using Stream stream = package.GetEntry($"{library}.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().First(element => element.Name.LocalName == "metadata");
        string? Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        if (Value("license") != "MIT") yield return $"{library}: license is '{Value("license")}'";
        if (Value("readme") != "README.md") yield return $"{library}: readme is '{Value("readme")}'";
        if (Value("description") is not { Length: > 20 } description || description == "Package Description")
            yield return $"{library}: there is no description";
        foreach (XElement dependency in metadata.Descendants().Where(element => element.Name.LocalName == "dependency"))
            if ((string?)dependency.Attribute("id") is { } id
                && (id.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase) || id.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase)))
                yield return $"{library}: depends on native {id}";
    }

    private static string ReadmeOf(string library) => Repository.At("src", library, "README.md");

    private static async Task<string> TextOf(ZipArchive package, string entry)
    {
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> DependenciesOf(ZipArchive package, string library)
    {
        using Stream stream = package.GetEntry($"{library}.nuspec")!.Open();
        IEnumerable<XElement> dependencies = XDocument.Load(stream).Descendants().Where(element => element.Name.LocalName == "dependency");
        return [.. dependencies.Select(dependency => (string)dependency.Attribute("id")!)];
    }

    /// <summary>The names of the assemblies that a package's own assembly uses.</summary>
    private static string[] ReferencesOf(ZipArchive package, string library)
    {
        using var copy = new MemoryStream();
        using (Stream stream = package.GetEntry($"lib/net10.0/{library}.dll")!.Open()) stream.CopyTo(copy);
        copy.Position = 0;
        using var file = new PEReader(copy);
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }

    /// <summary>The dependencies of which no assembly is used.</summary>
    private static IEnumerable<string> Unused(IEnumerable<string> dependencies, IReadOnlyCollection<string> references) =>
        from dependency in dependencies
        let assembly = AssemblyNames.GetValueOrDefault(dependency, dependency)
        where !references.Any(reference => reference == assembly || reference.StartsWith(assembly + ".", StringComparison.Ordinal))
        select dependency;

    private async Task PackAsync(CancellationToken cancellationToken)
    {
        string configuration = string.Equals(Repository.Configuration, "release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in new[] { "msbuild", Repository.At("eng", "Pack.proj"), "-nologo", "-v:minimal", "-nodeReuse:false",
            $"-p:Configuration={configuration}", $"-p:PackageOutputPath={folder.Path}" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string text = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await errors;
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, text);
    }
}
