using System.Globalization;
using DataCuration;
using DataCuration.Extraction;
using Spectre.Console;

namespace WebCorpus;

/// <summary>Prints the first pages as a preview.</summary>
internal static class PageTable
{
    private const int MostPages = 25;

    public static async Task PrintAsync(Corpus pages, CurationRun run, CancellationToken cancellationToken)
    {
        var table = new Table().Border(TableBorder.MinimalHeavyHead).Title("Pages");
        table.AddColumn("title").AddColumn("type").AddColumn("language").AddColumn(new TableColumn("words").RightAligned()).AddColumn("address");
        await foreach (Document page in pages.AsAsyncEnumerable(run, cancellationToken).Take(MostPages))
        {
            string[] cells = [Value(page, PageAnnotations.Title), Value(page, PageAnnotations.PageType), Value(page, PageAnnotations.Language),
                CountWords(page.Text).ToString("N0", CultureInfo.InvariantCulture), page.Url ?? ""];
            table.AddRow([.. cells.Select(cell => Markup.Escape(cell.Length > 60 ? cell[..59] + "…" : cell))]);
        }
        AnsiConsole.Write(table);
    }

    private static string Value(Document page, AnnotationKey<string> key) => page.TryGet(key, out string? value) ? value ?? "" : "";

    private static int CountWords(string text)
    {
        int words = 0;
        bool isInside = false;
        foreach (char character in text)
        {
            bool isWord = char.IsLetterOrDigit(character);
            if (isWord && !isInside) words++;
            isInside = isWord;
        }
        return words;
    }
}
