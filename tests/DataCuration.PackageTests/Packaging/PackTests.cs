using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using DataCuration.TestKit;

namespace DataCuration.PackageTests.Packaging;

/// <summary>Packs all libraries, as they were built for these tests, and checks the packages.</summary>
public sealed class PackTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Files that packages contain beside their assembly, by package.</summary>
    private static readonly Dictionary<string, string> OwnFiles = new(StringComparer.Ordinal)
    {
        ["DataCuration.Training.TorchSharp"] = "buildTransitive/DataCuration.Training.TorchSharp.targets",
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
            if (!OwnFiles.TryGetValue(library, out string? own)) continue;
            using var targets = new StreamReader(package.GetEntry(own)!.Open());
            Assert.Equal(await File.ReadAllTextAsync(Repository.At("eng", "TorchNative.targets"), TestContext.Current.CancellationToken), await targets.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Problems_PlantedPackage_AreNamed()
    {
        using var archive = new ZipArchive(new MemoryStream(), ZipArchiveMode.Update);
        using (var nuspec = new StreamWriter(archive.CreateEntry("DataCuration.nuspec").Open())) nuspec.Write("<package><metadata><id>DataCuration</id></metadata></package>");
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
        if (Value("description") is not { Length: > 20 } description || description == "Package Description") yield return $"{library}: there is no description";
        foreach (XElement dependency in metadata.Descendants().Where(element => element.Name.LocalName == "dependency"))
            if ((string?)dependency.Attribute("id") is { } id && (id.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase) || id.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase)))
                yield return $"{library}: depends on native {id}";
    }

    private async Task PackAsync(CancellationToken cancellationToken)
    {
        string configuration = string.Equals(Repository.Configuration, "release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in new[] { "msbuild", Repository.At("eng", "Pack.proj"), "-nologo", "-v:minimal", "-nodeReuse:false", $"-p:Configuration={configuration}", $"-p:PackageOutputPath={folder.Path}" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string text = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await errors;
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, text);
    }
}
