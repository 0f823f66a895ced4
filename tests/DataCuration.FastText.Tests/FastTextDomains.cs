using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace DataCuration.FastText.Tests;

/// <summary>Real texts of several domains, which are not part of the repository, as lines with their source as label. They are read once.</summary>
public sealed class FastTextDomains
{
    private const int Every = 8;
    private readonly Lazy<string[]?> lines = new(Read);

    /// <summary>The lines to train on. Every eighth text is read, so that all sources are included, and one of three is held out.</summary>
    public IEnumerable<string> Training => Required.Where((_, i) => i % 3 != 1);

    /// <summary>The lines to evaluate on.</summary>
    public IEnumerable<string> HeldOut => Required.Where((_, i) => i % 3 == 1);

    private string[] Required => lines.Value ?? throw new InvalidOperationException("Call Require first.");

    public void Require() => Assert.SkipWhen(lines.Value is null, "The shared data (data/domains beside the repository) is not here.");

    /// <summary>Returns a line's label with its prefix, and its text.</summary>
    public static (string Label, string Text) Split(string line) => line.Split(' ', 2) is [var label, var text] ? (label, text) : (line, "");

    private static string[]? Read()
    {
        if (Folder() is not { } folder) return null;
        var result = new List<string>();
        int number = 0;
        foreach (string path in Directory.GetFiles(folder, "pool-*.jsonl.gz").Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                if (number++ % Every != 0) continue;
                using JsonDocument document = JsonDocument.Parse(line);
                string text = string.Join(' ', document.RootElement.GetProperty("text").GetString()!
                    .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                if (text.Length > 0) result.Add($"__label__{document.RootElement.GetProperty("source").GetString()} {text}");
            }
        }
        return [.. result.Distinct(StringComparer.Ordinal)];
    }

    private static string? Folder()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, "DataCuration.sln"))) continue;
            string domains = Path.Combine(folder, "..", "shared", "data", "domains");
            return Directory.Exists(domains) ? domains : null;
        }
        return null;
    }
}
