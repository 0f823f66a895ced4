using System.CommandLine;
using System.Diagnostics;
using DataCuration.Extraction.Pdf;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace DataCuration.Throughput;

/// <summary>Compares PDF extraction with a lower bound: PdfPig that only reads letters, in the same run on the same thread.</summary>
internal static class PdfCommand
{
    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "A folder of PDFs.", Required = true };
        var warm = new Option<int>("--warm") { Description = "Passes before the timed ones.", DefaultValueFactory = _ => 3 };
        var passes = new Option<int>("--passes") { Description = "Timed passes of each, taken in turns; the median counts.", DefaultValueFactory = _ => 7 };
        var command = new Command("pdf",
            "Pages per second of PDF extraction, of PdfPig reading letters only, and the ratio. One thread.") { input, warm, passes };
        command.SetAction(parsed => Run(parsed.GetValue(input)!, parsed.GetValue(warm), parsed.GetValue(passes)));
        return command;
    }

    private static int Run(DirectoryInfo folder, int warm, int passes)
    {
        (string Name, byte[] Bytes)[] files = [.. folder.GetFiles("*.pdf", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => (file.Name, File.ReadAllBytes(file.FullName)))];
        if (files.Length == 0)
        {
            Console.Error.WriteLine($"There are no PDFs in '{folder.FullName}'.");
            return 2;
        }
        var ours = new List<double>();
        var floor = new List<double>();
        var extractor = new PdfExtractor();
        long pages = 0, letters = 0, characters = 0;
        for (int pass = -warm; pass < passes; pass++)
        {
            (double floorSeconds, long floorPages, long floorLetters) = Time(files, Letters);
            (double seconds, long ourPages, long ourCharacters) = Time(files, (name, bytes) => Extract(extractor, name, bytes));
            // Files without text count for neither: the lower bound reads the same files, and it counts the pages.
            (pages, letters, characters) = (floorPages, floorLetters, ourCharacters);
            if (ourPages != floorPages) Console.WriteLine($"pages differ: {ourPages} extracted, {floorPages} with letters");
            if (pass < 0) continue;
            ours.Add(floorPages / seconds);
            floor.Add(floorPages / floorSeconds);
        }
        double our = Median(ours), bar = Median(floor);
        Console.WriteLine(FormattableString.Invariant($"files {files.Length}, pages {pages}, letters {letters}, characters of text {characters}"));
        Console.WriteLine(FormattableString.Invariant($"pages_per_s {our:F1}"));
        Console.WriteLine(FormattableString.Invariant($"letters_only_pages_per_s {bar:F1}"));
        Console.WriteLine(FormattableString.Invariant($"ratio {our / bar:F2}"));
        return 0;
    }

    private static (double Seconds, long Pages, long Result) Time((string Name, byte[] Bytes)[] files, Func<string, byte[], (int Pages, long Result)> read)
    {
        GC.Collect();
        long pages = 0, result = 0, begin = Stopwatch.GetTimestamp();
        foreach ((string name, byte[] bytes) in files)
        {
            (int count, long made) = read(name, bytes);
            pages += count;
            result += made;
        }
        return (Stopwatch.GetElapsedTime(begin).TotalSeconds, pages, result);
    }

    private static (int Pages, long Result) Letters(string name, byte[] bytes)
    {
        using PdfDocument document = PdfDocument.Open(bytes);
        long letters = 0;
        foreach (Page page in document.GetPages()) letters += page.Letters.Count;
        return (document.NumberOfPages, letters);
    }

    private static (int Pages, long Result) Extract(PdfExtractor extractor, string name, byte[] bytes)
    {
        ExtractionResult result = extractor.Extract(new RawDocument { Id = name, Content = bytes, MediaType = "application/pdf" });
        return result.Document is { } document ? (document.Get(PdfAnnotations.Pages), document.Text.Length) : (0, 0);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
