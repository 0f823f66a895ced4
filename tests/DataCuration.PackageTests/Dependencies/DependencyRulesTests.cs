namespace DataCuration.PackageTests.Dependencies;

/// <summary>Core has few dependencies, and no library depends on native torch.</summary>
public sealed class DependencyRulesTests(ITestOutputHelper output)
{
    private static readonly string[] NotInCore =
        ["TorchSharp", "SkiaSharp", "libtorch", "Microsoft.ML", "Google.Protobuf", "Parquet", "CsvHelper", "AngleSharp"];
    private static readonly string[] NotInLibraries =
        ["libtorch", "TorchSharp-cpu", "TorchSharp-cuda", "Microsoft.ML.OnnxRuntime.Gpu", "SkiaSharp.NativeAssets.Linux",
            "LLamaSharp.Backend"];

    [Fact]
    public void Core_ReachesNoHeavyPackage()
    {
        IReadOnlyList<string> packages = ResolvedPackages.Read(ResolvedPackages.AssetsOf("DataCuration"));
        output.WriteLine(string.Join(", ", packages));
        Assert.Contains("ZstdSharp.Port", packages);
        Assert.Empty(Forbidden(packages, NotInCore));
    }

    [Fact]
    public void Libraries_BringNoNativeTorch()
    {
        int seen = 0;
        foreach (string library in Repository.Libraries)
        {
            IReadOnlyList<string> packages = ResolvedPackages.Read(ResolvedPackages.AssetsOf(library));
            seen += packages.Count;
            Assert.Empty(Forbidden(packages, NotInLibraries).Select(package => $"{library} -> {package}"));
        }
        // Only the managed half, whose name starts with that of the native package.
        IReadOnlyList<string> onnx = ResolvedPackages.Read(ResolvedPackages.AssetsOf("DataCuration.Onnx"));
        Assert.Contains("Microsoft.ML.OnnxRuntime.Managed", onnx);
        Assert.DoesNotContain("Microsoft.ML.OnnxRuntime", onnx);
        Assert.Contains("TorchSharp", ResolvedPackages.Read(ResolvedPackages.AssetsOf("DataCuration.Training.TorchSharp")));
        Assert.True(Repository.Libraries.Count >= 5, $"Only {Repository.Libraries.Count} libraries were found.");
        Assert.True(seen > 15, $"Only {seen} packages were found.");
    }

    [Fact]
    public void Libraries_ReferenceOnlyWhatTheDesignAllows()
    {
        // Everything may use core. Other references between libraries are listed here, and point downwards.
        foreach (string library in Repository.Libraries)
        {
            string project = File.ReadAllText(Repository.At("src", library, library + ".csproj"));
            string[] references = [.. Repository.Libraries.Where(other => project.Contains($"/{other}.csproj", StringComparison.Ordinal))];
            string[] allowed = library switch
            {
                "DataCuration" => [],
                "DataCuration.Selection" => ["DataCuration", "DataCuration.FastText"],
                "DataCuration.LanguageModels" => ["DataCuration", "DataCuration.Selection"],
                "DataCuration.Synthesis" => ["DataCuration", "DataCuration.Deduplication", "DataCuration.LanguageModels"],
                "DataCuration.Extraction" => ["DataCuration", "DataCuration.FastText"],
                "DataCuration.Mixing" => ["DataCuration", "DataCuration.Models", "DataCuration.Training"],
                "DataCuration.Mixing.LightGbm" => ["DataCuration", "DataCuration.Mixing"],
                "DataCuration.LocalModels" => ["DataCuration", "DataCuration.Models"],
                "DataCuration.Onnx" => ["DataCuration", "DataCuration.FastText"],
                "DataCuration.Recipes" =>
                [
                    "DataCuration", "DataCuration.Deduplication", "DataCuration.Extraction", "DataCuration.Filters", "DataCuration.Mixing",
                    "DataCuration.Models", "DataCuration.Selection", "DataCuration.Synthesis",
                ],
                "DataCuration.Training" => ["DataCuration", "DataCuration.Models"],
                "DataCuration.Training.TorchSharp" =>
                [
                    "DataCuration", "DataCuration.Models", "DataCuration.Selection", "DataCuration.Training", "DataCuration.Tokenization",
                ],
                _ => ["DataCuration"],
            };
            Assert.Empty(references.Except(allowed).Select(reference => $"{library} -> {reference}"));
        }
    }

    [Fact]
    public void Rules_PlantedViolations_AreFound()
    {
        const string Assets = """
            { "targets": { "net10.0": {
              "System.IO.Hashing/10.0.0": { "type": "package" },
              "libtorch-cpu-linux-x64/2.10.0": { "type": "package" },
              "TorchSharp/0.107.0": { "type": "package" },
              "DataCuration/0.1.0": { "type": "project" } } } }
            """;
        IReadOnlyList<string> packages = ResolvedPackages.Read(Assets);
        Assert.Equal(["libtorch-cpu-linux-x64", "System.IO.Hashing", "TorchSharp"], packages);
        Assert.Equal(["libtorch-cpu-linux-x64", "TorchSharp"], Forbidden(packages, NotInCore));
        Assert.Equal(["libtorch-cpu-linux-x64"], Forbidden(packages, NotInLibraries));
    }

    private static IEnumerable<string> Forbidden(IReadOnlyList<string> packages, string[] prefixes) =>
        packages.Where(package => prefixes.Any(prefix => package.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
}
