using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace DataCuration.IntegrationTests.Extraction;

/// <summary>Generates crawl files from a seed, with all the records that a crawl contains besides pages. One file is damaged.</summary>
internal static class MadeCrawl
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the files and returns the number of records.</summary>
    public static int Write(string folder, int files, int pagesPerFile, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var random = new SeededRandom(seed);
        int records = 0;
        for (int file = 0; file < files; file++)
        {
            bool isPlain = file == files - 1;
            using var content = new MemoryStream();
            var ends = new List<int>();
            using (var writer = new WarcWriter(content, leaveOpen: true) { Compress = !isPlain })
            {
                writer.Write("warcinfo", null, Date, "application/warc-fields", "software: made for a test\r\n"u8);
                records++;
                for (int page = 0; page < pagesPerFile; page++)
                {
                    records += WritePage(writer, (file * pagesPerFile) + page, ref random);
                    ends.Add((int)content.Length);
                }
            }
            byte[] bytes = content.ToArray();
            if (file == 1) bytes = Damage(bytes, ends, ref random);
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"crawl-{file:00}.warc{(isPlain ? "" : ".gz")}")), bytes);
        }
        return records;
    }

    private static int WritePage(WarcWriter writer, int number, ref SeededRandom random)
    {
        string url = string.Create(CultureInfo.InvariantCulture, $"https://site{number % 7}.example/p/{number}");
        DateTimeOffset date = Date.AddSeconds(number);
        switch (random.NextInt64(16))
        {
            case 0:
                writer.WriteResponse(url, date, 301, [new("Location", "/elsewhere")], "moved"u8);
                return 1;
            case 1:
                writer.WriteResponse(url, date, 404, [new("Content-Type", "text/html")], "<p>There is nothing here.</p>"u8);
                return 1;
            case 2:
                writer.Write("revisit", url, date, "application/http;msgtype=response", "HTTP/1.1 200 OK\r\n\r\n"u8);
                return 1;
            case 3:
                writer.WriteResponse(url, date, 200, [new("Content-Type", "image/png")], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 1]);
                return 1;
            case 4:
                writer.WriteResponse(url, date, 200, [new("Content-Type", "text/html"), new("Content-Encoding", "gzip")], HalfAGzip(ref random));
                return 1;
        }
        (byte[] html, string charset, _) = MadePages.Make(number, ref random);
        // Some servers declare the charset, others leave that to the page.
        string type = random.NextInt64(2) == 0 ? $"text/html; charset={charset}" : "text/html";
        writer.Write("request", url, date, "application/http;msgtype=request",
            Encoding.ASCII.GetBytes($"GET /p/{number} HTTP/1.1\r\nHost: site.example\r\n\r\n"));
        writer.WriteResponse(url, date, 200, [new("Content-Type", type)], html);
        return 2;
    }

    private static byte[] HalfAGzip(ref SeededRandom random)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(MadePages.Make(0, ref random).Html);
        return packed.ToArray()[..(int)(packed.Length / 2)];
    }

    /// <summary>Flips bytes in members of the first half, inserts garbage between two members of the second half, and truncates the end.</summary>
    private static byte[] Damage(byte[] bytes, List<int> ends, ref SeededRandom random)
    {
        for (int flip = 0; flip < 3; flip++)
        {
            int member = 2 + (int)random.NextInt64((ends.Count / 2) - 4);
            bytes[(ends[member] + ends[member + 1]) / 2] ^= 0x5a;
        }
        byte[] garbage = new byte[500];
        for (int i = 0; i < garbage.Length; i++) garbage[i] = (byte)random.NextInt64(256);
        int middle = ends[ends.Count * 3 / 4];
        return [.. bytes[..middle], .. garbage, .. bytes[middle..^100]];
    }
}
