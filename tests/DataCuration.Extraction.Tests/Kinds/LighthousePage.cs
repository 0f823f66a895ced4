using System.Text;

namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>A small article with room for a fragment in its middle.</summary>
internal static class LighthousePage
{
    public const string First = "The lighthouse on the northern cape was built of granite, and its lamp could be seen by ships that were forty miles "
        + "away from the coast.";
    public const string Last = "Visitors climb two hundred steps to the gallery; on clear days they see the islands, and the keeper tells them about "
        + "the winter of 1962.";

    private const string More = "A small museum beside the tower shows the old lenses, and a café serves soup and bread to walkers who come along "
        + "the coastal path.";

    /// <summary>Makes the page.</summary>
    /// <param name="fragment">The markup between the paragraphs.</param>
    /// <param name="language">The language that the page declares.</param>
    /// <param name="head">Markup for the head.</param>
    public static byte[] With(string fragment, string language = "en", string head = "") => Encoding.UTF8.GetBytes(
        $"<!doctype html><html lang={language}><head><meta charset=utf-8><title>The lighthouse</title>{head}</head><body><nav><a href=/>Home</a><a "
            + "href=/b>Boats</a></nav>"
        + $"<main><article><h1>The "
            + $"lighthouse</h1><p>{First}</p><p>{More}</p>{fragment}<p>{Last}</p>"
            + $"<p>{More.Replace("small", "larger", StringComparison.Ordinal)}</p></article></main>"
        + "<footer>Copyright 2026</footer></body></html>");

    /// <summary>Extracts the page, and checks that the paragraphs around the fragment come out.</summary>
    public static string Extract(string fragment, string language = "en", string head = "", TextFormat format = TextFormat.PlainText,
        bool dropNoteMarks = false)
    {
        string text = new HtmlExtractor { Format = format, DropNoteMarks = dropNoteMarks }.Extract(With(fragment, language, head)).Text;
        Assert.Contains(First, text, StringComparison.Ordinal);
        Assert.Contains(Last, text, StringComparison.Ordinal);
        return text;
    }
}
