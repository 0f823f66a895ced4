using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Experiments.Clean;

/// <summary>A page with its known-good text.</summary>
/// <param name="Id">The page's id.</param>
/// <param name="Site">The last two labels of its host, so that pages of one site are either trained on or held out.</param>
/// <param name="Raw">All lines of the page.</param>
/// <param name="Refined">The lines that the oracle's programs keep.</param>
/// <param name="Gold">The known-good text.</param>
internal sealed record LabelledPage(string Id, string Site, string Raw, string Refined, string Gold)
{
    /// <summary>True for the pages of about a quarter of the sites.</summary>
    public bool IsHeldOut => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Site)) % 4 == 0;

    /// <summary>Reads the pages of a folder with <c>gold.json.gz</c> and <c>html/ID.html.gz</c>.</summary>
    public static IEnumerable<LabelledPage> Read(DirectoryInfo folder)
    {
        using Stream stream = new GZipStream(File.OpenRead(Path.Combine(folder.FullName, "gold.json.gz")), CompressionMode.Decompress);
        using var gold = JsonDocument.Parse(stream);
        foreach (JsonProperty page in gold.RootElement.EnumerateObject().OrderBy(page => page.Name, StringComparer.Ordinal))
        {
            string name = page.Value.TryGetProperty("articleBody", out _) ? "articleBody" : "main_content";
            using Stream html = new GZipStream(File.OpenRead(Path.Combine(folder.FullName, "html", page.Name + ".html.gz")), CompressionMode.Decompress);
            yield return Make($"{folder.Name}/{page.Name}", SiteOf(page.Value.GetProperty("url").GetString()!), VisibleText.Of(html),
                page.Value.GetProperty(name).GetString()!);
        }
    }

    private static LabelledPage Make(string id, string site, string raw, string gold)
    {
        var known = new GoldText(gold);
        bool[] isGood = [.. raw.Split('\n').Select(known.IsGood)];
        // Without a good line there is nothing to keep; the executor would refuse to remove everything.
        string refined = isGood.Contains(true) ? OracleProXProgram.Execute(raw, OracleProXProgram.Write(raw, isGood)).Text : "";
        return new(id, site, raw, refined, gold);
    }

    private static string SiteOf(string url) => string.Join('.', new Uri(url).Host.ToLowerInvariant().Split('.').TakeLast(2));
}
