using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DataCuration.Throughput;

/// <summary>Measures the speed of reading crawl files on one core.</summary>
internal static class WarcCommand
{
    public static Command Create()
    {
        var input = new Option<FileInfo>("--input") { Description = "A crawl file; without it, --generate is used." };
        var generate = new Option<int>("--generate")
        {
            Description = "Generate a file with this number of small HTTP responses, and read it compressed record by record and plain.",
            DefaultValueFactory = _ => 50_000
        };
        var passes = new Option<int>("--passes")
        {
            Description = "The number of passes; the best one counts, the first ones warm up.",
            DefaultValueFactory = _ => 5
        };
        var command = new Command("warc", "Reads crawl files: records/s and MB/s of decompressed content, on one core.") { input, generate, passes };
        command.SetAction(parsed =>
        {
            int count = parsed.GetValue(passes);
            if (parsed.GetValue(input) is { } file)
            {
                Measure(file.Name, File.ReadAllBytes(file.FullName), count);
                return;
            }
            int records = parsed.GetValue(generate);
            Measure("gzip per record", Generate(records, compress: true), count);
            Measure("plain", Generate(records, compress: false), count);
        });
        return command;
    }

    private static void Measure(string name, byte[] file, int passes)
    {
        Measure(name + ", records", file, passes, static record => record.BlockLength);
        Measure(name + ", records and HTTP content", file, passes, static record => record.Http is { } http
            ? http.Decode(64 << 20).Bytes.Length : record.BlockLength);
    }

    private static void Measure(string name, byte[] file, int passes, Func<WarcRecord, long> use)
    {
        double best = double.MaxValue;
        long records = 0;
        long bytes = 0;
        long losses = 0;
        long allocated = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            (records, bytes, losses) = (0, 0, 0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            using var reader = new WarcReader(new MemoryStream(file, writable: false));
            while (reader.Read())
            {
                if (reader.Record is not { } record)
                {
                    losses++;
                    continue;
                }
                records++;
                use(record);
                bytes = record.Offset + record.BlockLength;
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {records} records, {losses} losses, {file.Length / 1e6:F1} MB stored, {bytes / 1e6:F1} MB content; {records / best:F0} records/s, "
                + $"{bytes / best / 1e6:F0} MB/s, {(double)allocated / Math.Max(1, bytes):F2} bytes allocated per byte"));
    }

    private static byte[] Generate(int records, bool compress)
    {
        using var stream = new MemoryStream();
        using (var writer = new WarcWriter(stream, leaveOpen: true) { Compress = compress })
        {
            var page = new StringBuilder();
            var words = new SeededRandom(1);
            KeyValuePair<string, string>[] headers =
                [new("Content-Type", "text/html; charset=utf-8"), new("Server", "generated"), new("Vary", "Accept-Encoding")];
            for (int i = 0; i < records; i++)
            {
                page.Clear().Append("<!doctype html><html><head><title>Page</title></head><body>");
                for (int p = 0; p < 12; p++)
                {
                    page.Append("<p>");
                    for (int w = 0; w < 30; w++)
                        page.Append((char)('a' + words.NextInt64(26))).Append(words.NextInt64(5000).ToString("x", CultureInfo.InvariantCulture)).Append(' ');
                    page.Append("</p>\n");
                }
                page.Append("</body></html>");
                writer.WriteResponse($"https://example.org/{i}", DateTimeOffset.UnixEpoch.AddSeconds(i), 200, headers, Encoding.UTF8.GetBytes(page.ToString()));
            }
        }
        return stream.ToArray();
    }
}
