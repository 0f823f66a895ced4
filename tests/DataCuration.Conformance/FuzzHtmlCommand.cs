using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using DataCuration.Extraction;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fuzz-html</c>: damages pages of a folder in many ways and checks that each can still be read.</summary>
internal static class FuzzHtmlCommand
{
    private const int MostFaultsPrinted = 20;

    /// <summary>Creates the command.</summary>
    /// <param name="makeReader">
    /// Creates the function that reads a page (valid UTF-8) and returns a problem with the result, or null. Called once. An exception of the function is a
    /// fault too.
    /// </param>
    public static Command Make(Func<Func<byte[], string?>> makeReader)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder of pages (*.html, *.html.gz), at any depth." };
        var count = new Option<int>("--count") { Description = "The number of mutated pages.", DefaultValueFactory = _ => 200_000 };
        var seed = new Option<ulong>("--seed") { Description = "The first seed; each page has the next one.", DefaultValueFactory = _ => 0 };
        var longest = new Option<int>("--longest") { Description = "The maximum number of bytes taken from a page.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("fuzz-html",
            "Reads mutated pages. Prints a line per fault with its seed, then 'N passed, N failed'; exits with 0 only if none failed.") { folder,
            count, seed, longest };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Run(parsed.GetValue(folder)!, parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(longest),
                makeReader(), Console.Out, cancellationToken)));
        return command;
    }

    /// <summary>Parses a page, checks the tree, and reads metadata and formulas from it.</summary>
    public static Func<byte[], string?> Parse()
    {
        var parser = new HtmlParser();
        return page =>
        {
            HtmlTree tree = parser.Parse(page);
            if (HtmlTreeChecks.FirstFault(tree) is { } fault) return fault;
            PageMetadataReader.Read(tree, "https://example.org/");
            MathDelimiters.Read(tree);
            int end = 1;
            foreach (MathFormula formula in PageFormulas.Read(tree))
            {
                if (formula.Node < end || formula.End <= formula.Node || formula.End > tree.NodeCount)
                    return $"formula from {formula.Node} to {formula.End} after {end}";
                end = formula.End;
            }
            return null;
        };
    }

    /// <summary>Parses a page like <see cref="Parse"/>, and extracts it in both formats.</summary>
    public static Func<byte[], string?> Extract()
    {
        Func<byte[], string?> parse = Parse();
        HtmlExtractor[] extractors = [new(), new()
        {
            Format = TextFormat.Markdown,
            Focus = ExtractionFocus.Recall,
            KeepLinks = true,
            KeepImages = true,
            KeepReferences = true,
            KeepComments = true,
            DropLineNumbers = true
        }];
        return page =>
        {
            if (parse(page) is { } fault) return fault;
            foreach (HtmlExtractor extractor in extractors)
            {
                ExtractedPage extracted = extractor.Extract(page, url: "https://example.org/");
                if (!System.Text.Unicode.Utf8.IsValid(extracted.Utf8Text.Span)) return "the text is not UTF-8";
                if (extracted.DropReason is null != extracted.Words > 0) return $"{extracted.Words} words, dropped for '{extracted.DropReason}'";
                if (extracted.Steps > (12L * page.Length) + (1 << 20)) return $"{extracted.Steps} steps for {page.Length} bytes";
            }
            return null;
        };
    }

    private static int Run(DirectoryInfo folder, int count, ulong seed, int longest, Func<byte[], string?> read, TextWriter output,
        CancellationToken cancellationToken)
    {
        List<byte[]> pages = folder.Exists ? [
            .. folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(IsPage).OrderBy(file => file.FullName, StringComparer.Ordinal).Select(Load)] : [];
        if (pages.Count == 0)
        {
            output.WriteLine($"There are no pages in '{folder.FullName}'.");
            return 2;
        }
        var mutator = new PageMutator(pages, longest);
        long bytes = 0, worstTicks = 0, ticks = 0;
        ulong worst = 0;
        int failed = 0;
        for (ulong i = seed; i < seed + (ulong)count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] page = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(mutator.Next(i)));
            long start = Stopwatch.GetTimestamp();
            string? fault = FaultOf(read, page);
            long taken = Stopwatch.GetTimestamp() - start;
            ticks += taken;
            bytes += page.Length;
            if (taken > worstTicks) (worstTicks, worst) = (taken, i);
            if (fault is null) continue;
            failed++;
            if (failed <= MostFaultsPrinted) output.WriteLine($"FAILED seed {i}: {fault}");
        }
        output.WriteLine(FormattableString.Invariant($"{pages.Count} pages, {count} mutated, {bytes / 1e6:0.0} MB, {ticks / (double)Stopwatch.Frequency:0.0} ")
            + FormattableString.Invariant($"s; the worst took {worstTicks * 1000.0 / Stopwatch.Frequency:0.0} ms (seed {worst})"));
        output.WriteLine($"{count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static string? FaultOf(Func<byte[], string?> read, byte[] page)
    {
        try
        {
            return read(page);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static bool IsPage(FileInfo file) =>
        file.Name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".html.gz", StringComparison.OrdinalIgnoreCase);

    private static byte[] Load(FileInfo file)
    {
        using Stream stream = file.Extension.Equals(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file.OpenRead(), CompressionMode.Decompress) : file.OpenRead();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
