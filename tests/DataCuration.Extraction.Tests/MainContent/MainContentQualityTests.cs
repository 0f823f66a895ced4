using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.Extraction.Tests;

/// <summary>
/// The published measures on real pages with hand-labelled main content. The models were trained on these pages; the training program reports held-out figures.
/// </summary>
public sealed partial class MainContentQualityTests(ITestOutputHelper output)
{
    [Fact]
    public void Extract_NewsPages_ReachesTheShingleMeasure()
    {
        Assert.SkipWhen(SharedPages.Folder is null, SharedPages.Missing);
        var precisions = new List<double>();
        var recalls = new List<double>();
        foreach ((string[] gold, string[] found) in Extract("aeb", "articleBody"))
        {
            (double both, double predicted, double golden) = Overlap(Shingles(gold), Shingles(found));
            if (predicted > 0) precisions.Add(both / predicted);
            if (golden > 0) recalls.Add(both / golden);
        }
        double precision = precisions.Average();
        double recall = recalls.Average();
        double f1 = 2 * precision * recall / (precision + recall);
        output.WriteLine($"{recalls.Count} pages, precision {precision:F4}, recall {recall:F4}, F1 {f1:F4}");
        Assert.True(recalls.Count >= 100);
        Assert.InRange(f1, 0.965, 1);
    }

    [Fact]
    public void Extract_PagesOfSevenKinds_ReachesTheWordMeasure()
    {
        Assert.SkipWhen(SharedPages.Folder is null, SharedPages.Missing);
        var measures = new List<double>();
        foreach ((string[] gold, string[] found) in Extract("wcxb", "main_content"))
        {
            (double both, double predicted, double golden) =
                Overlap(gold.Select(word => word.ToLowerInvariant()), found.Select(word => word.ToLowerInvariant()));
            measures.Add(predicted + golden == 0 ? 1 : 2 * both / (predicted + golden));
        }
        output.WriteLine($"{measures.Count} pages, F1 {measures.Average():F4}");
        Assert.True(measures.Count >= 200);
        Assert.InRange(measures.Average(), 0.80, 1);
    }

    private static IEnumerable<(string[] Gold, string[] Found)> Extract(string set, string field)
    {
        using var zipped = new GZipStream(File.OpenRead(Path.Combine(SharedPages.Folder!, set, "gold.json.gz")), CompressionMode.Decompress);
        using var gold = JsonDocument.Parse(zipped);
        var extractor = new HtmlExtractor();
        foreach (JsonProperty page in gold.RootElement.EnumerateObject())
        {
            using var html = new GZipStream(File.OpenRead(Path.Combine(SharedPages.Folder!, set, "html", page.Name + ".html.gz")), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            html.CopyTo(bytes);
            yield return (Words(page.Value.GetProperty(field).GetString()!), Words(extractor.Extract(bytes.ToArray()).Text));
        }
    }

    private static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    private static IEnumerable<string> Shingles(string[] words) =>
        words.Length is > 0 and <= 4 ? [string.Join(' ', words)]
            : Enumerable.Range(0, Math.Max(0, words.Length - 3)).Select(i => string.Join(' ', words, i, 4));

    private static (double Both, double Predicted, double Golden) Overlap(IEnumerable<string> gold, IEnumerable<string> found)
    {
        Dictionary<string, int> g = gold.CountBy(item => item).ToDictionary();
        Dictionary<string, int> f = found.CountBy(item => item).ToDictionary();
        return (g.Sum(entry => Math.Min(entry.Value, f.GetValueOrDefault(entry.Key))), f.Values.Sum(), g.Values.Sum());
    }

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
