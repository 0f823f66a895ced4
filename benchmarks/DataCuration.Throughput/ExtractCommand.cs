using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataCuration.Extraction;

namespace DataCuration.Throughput;

/// <summary>The <c>extract</c> command: pages a second of the HTML extractor and of SmartReader, on one thread.</summary>
internal static class ExtractCommand
{
    public static Command Create()
    {
        var input = new Option<DirectoryInfo>(
            "--input")
        { Description = "A folder of pages, *.html or *.html.gz. They are read and decompressed first.", Required = true };
        var warm = new Option<int>("--warm") { Description = "Passes over all pages that run first and do not count.", DefaultValueFactory = _ => 3 };
        var repeat = new Option<int>("--repeat") { Description = "Passes that count; the median is printed.", DefaultValueFactory = _ => 5 };
        var baseline = new Option<bool>("--baseline") { Description = "Also run SmartReader, alternating pass by pass." };
        var first = new Option<int>("--first")
        {
            Description = "Also compare the first pages of the process with the same pages later. SmartReader runs after them. 0: no.",
            DefaultValueFactory = _ => 0
        };
        var command = new Command("extract", "Extracts the main content of pages, in one thread. Prints a line of JSON.") { input, warm, repeat, baseline,
            first };
        command.SetAction(parsed =>
        {
            byte[][] pages = [.. parsed.GetValue(input)!.EnumerateFiles("*.html*").OrderBy(file => file.Name, StringComparer.Ordinal).Select(Read)];
            if (pages.Length == 0)
            {
                Console.Error.WriteLine($"There is no page in '{parsed.GetValue(input)!.FullName}'.");
                return 2;
            }
            var extractor = new HtmlExtractor();
            Action<byte[]> ours = page => extractor.Extract(page);
            // SmartReader takes text, so its time includes decoding, as ours does.
            Action<byte[]> smartReader = page => new SmartReader.Reader("https://example.org/", Encoding.UTF8.GetString(page)).GetArticle();
            byte[][] early = [.. pages.Take(parsed.GetValue(first))];
            double cold = early.Length > 0 ? Pass(early, ours).Seconds : 0;
            var timings = new List<ExtractTiming>();
            var others = new List<ExtractTiming>();
            for (int pass = -parsed.GetValue(warm); pass < parsed.GetValue(repeat); pass++)
            {
                ExtractTiming timing = Pass(pages, ours);
                ExtractTiming? other = parsed.GetValue(baseline) ? Pass(pages, smartReader) : null;
                if (pass < 0) continue;
                timings.Add(timing);
                if (other is not null) others.Add(other);
            }
            if (early.Length > 0) PrintFirst(early, cold, ours);
            long bytes = pages.Sum(page => (long)page.Length);
            double seconds = Print("datacuration", pages.Length, bytes, timings);
            if (others.Count > 0)
            {
                double otherSeconds = Print("smartreader", pages.Length, bytes, others);
                Console.WriteLine(JsonSerializer.Serialize(new { ratio = "datacuration/smartreader", pages_per_s = Math.Round(otherSeconds / seconds, 2) }));
            }
            return 0;
        });
        return command;
    }

    private static byte[] Read(FileInfo file)
    {
        using Stream stream = file.Extension == ".gz" ? new GZipStream(file.OpenRead(), CompressionMode.Decompress) : file.OpenRead();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static ExtractTiming Pass(byte[][] pages, Action<byte[]> extract)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        double worst = 0;
        long start = Stopwatch.GetTimestamp();
        foreach (byte[] page in pages)
        {
            long begin = Stopwatch.GetTimestamp();
            extract(page);
            worst = Math.Max(worst, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return new ExtractTiming(Stopwatch.GetElapsedTime(start).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - allocated, worst);
    }

    /// <summary>Prints how much longer the first pages of the process took than the same pages after all passes.</summary>
    private static void PrintFirst(byte[][] early, double cold, Action<byte[]> extract)
    {
        const int Passes = 5;
        double later = Enumerable.Range(0, Passes).Select(_ => Pass(early, extract).Seconds).Order().ElementAt(Passes / 2);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            first_pages = early.Length,
            first_pages_per_s = Math.Round(early.Length / cold, 1),
            later_pages_per_s = Math.Round(early.Length / later, 1),
            times = Math.Round(cold / later, 2),
        }));
    }

    private static double Print(string extractor, int pages, long bytes, List<ExtractTiming> timings)
    {
        double seconds = timings.Select(timing => timing.Seconds).Order().ElementAt(timings.Count / 2);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            extractor,
            pages,
            mb = Math.Round(bytes / 1e6, 1),
            pages_per_s = Math.Round(pages / seconds, 1),
            mb_per_s = Math.Round(bytes / 1e6 / seconds, 1),
            allocated_per_byte = Math.Round(timings.Average(timing => (double)timing.Allocated) / bytes, 2),
            worst_ms = Math.Round(timings.Select(timing => timing.WorstMilliseconds).Order().ElementAt(timings.Count / 2), 2),
        }));
        return seconds;
    }

    private sealed record ExtractTiming(double Seconds, long Allocated, double WorstMilliseconds);
}
