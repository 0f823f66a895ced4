using System.CommandLine;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataCuration.Extraction;

namespace DataCuration.Conformance;

/// <summary>The <c>extract</c> verb: writes the main content of a folder of pages to a file that the benchmarks' evaluators read.</summary>
internal static class ExtractCommand
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make()
    {
        var input = new Option<DirectoryInfo>(
            "--input")
        { Description = "A folder of ID.html or ID.html.gz, or of folders ID with a source.html(.gz) in each.", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "The output file: a JSON object of ids and texts.", Required = true };
        var format = new Option<string>("--format") { Description = "The text format.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "markdown");
        var focus = new Option<ExtractionFocus>("--focus")
        {
            Description = "Precision or recall: which counts more if a block is doubtful.",
            DefaultValueFactory = _ => ExtractionFocus.Balanced
        };
        var command = new Command("extract",
            "Extracts the main content of each page. Prints dropped pages with their reason, then 'N passed, N failed'; a page fails if it throws.") { input,
            output, format, focus };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo folder = parsed.GetValue(input)!;
            if (!folder.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder '{folder.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            var extractor = new HtmlExtractor
            {
                Format = parsed.GetValue(format) == "markdown" ? TextFormat.Markdown : TextFormat.PlainText,
                Focus = parsed.GetValue(focus)
            };
            var report = new JudgeReport(Console.Out);
            var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach ((string id, FileInfo file) in Find(folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                texts[id] = Extract(extractor, id, file, report);
            }
            FileStream stream = parsed.GetValue(output)!.Create();
            await using (stream.ConfigureAwait(false)) await JsonSerializer.SerializeAsync(stream, texts, Json, cancellationToken).ConfigureAwait(false);
            report.Finish();
            return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>Finds the pages of a folder, with their ids.</summary>
    internal static IEnumerable<(string Id, FileInfo File)> Find(DirectoryInfo folder)
    {
        FileInfo[] pages = [.. folder.EnumerateFiles().Where(IsPage)];
        if (pages.Length > 0) return pages.Select(file => (file.Name[..file.Name.IndexOf(".html", StringComparison.Ordinal)], file));
        return folder.EnumerateDirectories().SelectMany(inner => inner.EnumerateFiles("source.html*").Where(IsPage).Select(file => (inner.Name, file)));
    }

    /// <summary>Reads a page's bytes and decompresses them.</summary>
    internal static byte[] Read(FileInfo file)
    {
        using Stream stream = file.Extension == ".gz" ? new GZipStream(file.OpenRead(), CompressionMode.Decompress) : file.OpenRead();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static bool IsPage(FileInfo file) =>
        file.Name.EndsWith(".html", StringComparison.Ordinal) || file.Name.EndsWith(".html.gz", StringComparison.Ordinal);

    private static string Extract(HtmlExtractor extractor, string id, FileInfo file, JudgeReport report)
    {
        string text = "";
        report.Case(file.Name, id, _ =>
        {
            ExtractedPage page = extractor.Extract(Read(file));
            if (page.DropReason is { } reason) Console.WriteLine($"dropped {id}: {reason}");
            text = page.Text;
        });
        return text;
    }
}
