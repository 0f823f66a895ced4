using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DataCuration.Extraction;
using DataCuration.TestKit;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Throughput;

/// <summary>Measures the cost of hostile input: slow pages at several sizes, and crawl files that expand a thousandfold and more.</summary>
internal static class HostileCommand
{
    private const int Runs = 3;

    public static Command Create()
    {
        var only = new Option<string>("--page") { Description = "Only pages with this in their names.", DefaultValueFactory = _ => "" };
        var sizes = new Option<int[]>("--mb")
        {
            Description = "Sizes of the pages, in MiB; 0 for no pages.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 4, 16]
        };
        var bomb = new Option<int>("--bomb-gb") { Description = "The decompressed size of each bomb, in GiB; 0 for no bombs.", DefaultValueFactory = _ => 10 };
        var search = new Option<int>("--search")
        {
            Description = "Instead: the number of pages of random repeated patterns to extract, to find those that cost most."
        };
        var seed = new Option<int>("--seed") { Description = "The first pattern of the search.", DefaultValueFactory = _ => 1 };
        var command = new Command("hostile",
            "Extracts hostile pages and reads bombs, in one thread. Prints a line of JSON for each, and the worst at the end.") { sizes, bomb,
            only, search, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(search) > 0)
            {
                SlowPatterns.Search(Extractor(), parsed.GetValue(seed), parsed.GetValue(search), cancellationToken);
                return;
            }
            if (parsed.GetValue(bomb) > 0) await ReadBombs(parsed.GetValue(bomb), cancellationToken).ConfigureAwait(false);
            ExtractPages([.. parsed.GetValue(sizes)!.Where(size => size > 0)],
                [.. HostilePages.Names.Where(name => name.Contains(parsed.GetValue(only)!, StringComparison.Ordinal))]);
        });
        return command;
    }

    /// <summary>Creates an extractor with all expensive options on.</summary>
    private static HtmlExtractor Extractor() => new()
    {
        MaxPageBytes = int.MaxValue,
        Format = TextFormat.Markdown,
        Focus = ExtractionFocus.Recall,
        KeepLinks = true,
        KeepImages = true,
        KeepReferences = true,
        KeepComments = true
    };

    private static void ExtractPages(int[] sizes, string[] names)
    {
        if (sizes.Length == 0 || names.Length == 0) return;
        HtmlExtractor extractor = Extractor();
        foreach (string name in names)
        {
            byte[] small = HostilePages.Make(name, 1 << 17);
            for (int i = 0; i < 3; i++) extractor.Extract(small, url: "https://example.org/");
        }
        var results = new List<PageResult>();
        foreach (string name in names)
        {
            foreach (int size in sizes)
            {
                byte[] page = HostilePages.Make(name, size << 20);
                var times = new List<double>();
                var walls = new List<double>();
                ExtractedPage? extracted = null;
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                for (int run = 0; run < Runs; run++)
                {
                    long begin = Stopwatch.GetTimestamp();
                    TimeSpan before = ProcessorTime();
                    extracted = extractor.Extract(page, url: "https://example.org/");
                    walls.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                    times.Add((ProcessorTime() - before).TotalMilliseconds);
                }
                allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Runs;
                double mb = page.Length / 1e6, wall = Math.Round(walls.Order().ElementAt(Runs / 2) / mb, 1);
                var result = new PageResult(name, size, Math.Round(times.Order().ElementAt(Runs / 2) / mb, 1), Math.Round(extracted!.Steps
                    / (double)page.Length, 2), Math.Round(allocated / (double)page.Length, 2), PeakMegabytes(), extracted.DropReason ?? "text");
                results.Add(result);
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    page = name,
                    mib = size,
                    cpu_ms_per_mb = result.MillisecondsPerMegabyte,
                    wall_ms_per_mb = wall,
                    steps_per_byte = result.StepsPerByte,
                    allocated_per_byte = result.AllocatedPerByte,
                    peak_mb = result.PeakMegabytes,
                    result = result.Outcome
                }));
            }
        }
        foreach (PageResult result in results.OrderByDescending(result => result.MillisecondsPerMegabyte).Take(5))
            Console.WriteLine(JsonSerializer.Serialize(new { worst = result.Name, mib = result.Size, cpu_ms_per_mb = result.MillisecondsPerMegabyte }));
        double most = results.Max(result => result.StepsPerByte);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pages = names.Length,
            most_steps_per_byte = most,
            median_cpu_ms_per_mb = results.Select(result => result.MillisecondsPerMegabyte).Order().ElementAt(results.Count / 2),
            peak_mb = PeakMegabytes()
        }));
    }

    private static async Task ReadBombs(int gibibytes, CancellationToken cancellationToken)
    {
        long zeros = (long)gibibytes << 30;
        byte[] warc = Encoding.ASCII.GetBytes(
                $"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/\r\nContent-Type: text/html\r\nContent-Length: {zeros}\r\n\r\n"),
            end = "\r\n\r\n"u8.ToArray();
        await ReadBomb("gzip member", "bomb.warc.gz", ExpansionBombs.Gzip(warc, zeros, end, withChecksum: true), cancellationToken).ConfigureAwait(false);
        await ReadBomb("zstd frame", "bomb.warc.zst", ExpansionBombs.Zstd(warc, zeros, end), cancellationToken).ConfigureAwait(false);
        byte[] gzip = ExpansionBombs.Gzip([], zeros, [], withChecksum: false);
        await ReadBomb("HTTP gzip", "bomb.warc", Response("gzip", gzip), cancellationToken).ConfigureAwait(false);
        await ReadBomb("HTTP gzip in gzip", "bomb.warc", Response("gzip, gzip", Compress(gzip)), cancellationToken).ConfigureAwait(false);
        await ReadBomb("HTTP zstd", "bomb.warc", Response("zstd", ExpansionBombs.Zstd([], zeros, [])), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a bomb through the public corpus. A sound page after the bomb has to be read all the same.</summary>
    private static async Task ReadBomb(string name, string fileName, byte[] bomb, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, fileName);
        using (var sound = new MemoryStream())
        {
            using (var writer = new WarcWriter(sound, leaveOpen: true) { Compress = fileName.EndsWith(".gz", StringComparison.Ordinal) })
                writer.WriteResponse("https://example.org/sound", DateTimeOffset.UnixEpoch, 200, [new("Content-Type", "text/html")],
                    Encoding.UTF8.GetBytes($"<html><body><p>{string.Concat(Enumerable.Repeat("A sound page of some words. ", 20))}</p></body></html>"));
            byte[] behind = fileName.EndsWith(".zst", StringComparison.Ordinal) ? ExpansionBombs.Zstd(sound.ToArray(), 0, []) : sound.ToArray();
            await File.WriteAllBytesAsync(path, [.. bomb, .. behind], cancellationToken).ConfigureAwait(false);
        }
        using var run = new CurationRun(new RunOptions { MaxParallelShards = 1, Faults = FaultPolicy.Quarantine(1) });
        long begin = Stopwatch.GetTimestamp();
        await RawCorpus.FromWarc(path).Extract(new HtmlExtractor())
            .WriteJsonlAsync(Path.Combine(folder.Path, "out"), run, cancellationToken: cancellationToken).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        RunReport report = run.Reports[^1];
        string reasons = string.Join(", ", Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("quarantine", StringComparison.Ordinal)).SelectMany(File.ReadLines).Select(Reason));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            bomb = name,
            stored_mb = Math.Round(bomb.Length / 1e6, 1),
            seconds = Math.Round(seconds, 2),
            peak_mb = PeakMegabytes(),
            kept = report.Kept,
            faulted = report.Faulted,
            reasons
        }));
    }

    private static string Reason(string line)
    {
        using JsonDocument fault = JsonDocument.Parse(line);
        return fault.RootElement.TryGetProperty("reason", out JsonElement reason) ? reason.ToString() : line[..Math.Min(200, line.Length)];
    }

    private static byte[] Response(string coding, byte[] body)
    {
        using var stream = new MemoryStream();
        using (var writer = new WarcWriter(stream, leaveOpen: true) { Compress = false })
            writer.WriteResponse("https://example.org/", DateTimeOffset.UnixEpoch, 200,
                [new("Content-Type", "text/html"), new("Content-Encoding", coding)], body);
        return stream.ToArray();
    }

    private static byte[] Compress(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(content);
        return bytes.ToArray();
    }

    /// <summary>Returns the processor time of the whole process, including the garbage collector; on a busy machine it says more than wall time.</summary>
    private static TimeSpan ProcessorTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    /// <summary>Returns the peak memory of the process since its start.</summary>
    private static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return Math.Round(process.PeakWorkingSet64 / 1e6);
    }

    private sealed record PageResult(string Name, int Size, double MillisecondsPerMegabyte, double StepsPerByte, double AllocatedPerByte,
        double PeakMegabytes, string Outcome);
}
