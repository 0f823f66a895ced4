using System.IO.Compression;
using System.Reflection;
using System.Text;
using DataCuration;

namespace WebCorpus;

/// <summary>
/// The crawl that the sample uses by default: two WARC files with the pages in its folder and the other records that crawls contain. The second file is
/// damaged on purpose.
/// </summary>
internal static class SampleCrawl
{
    private static readonly DateTimeOffset Date = new(2026, 2, 14, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the files; the bytes are always the same.</summary>
    /// <param name="folder">The folder to write them to.</param>
    /// <returns>A pattern that matches them.</returns>
    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using (WarcWriter writer = WarcWriter.Create(Path.Combine(folder, "crawl-0.warc.gz")))
        {
            Info(writer);
            Page(writer, "https://courier.example/2025/bridge", "bridge.html", compress: true);
            writer.WriteResponse("https://courier.example/bridge", Date, 301, [new("Location", "/2025/bridge")], "Moved"u8);
            Page(writer, "https://pelican.example/docs/streams.html", "docs.html");
            Page(writer, "https://chance.example/bell", "formulas.html");
            Page(writer, "https://pain.example/levain/812", "forum.html");
            writer.Write("revisit", "https://pelican.example/docs/streams.html", Date.AddHours(5),
                "application/http;msgtype=response", "HTTP/1.1 200 OK\r\n\r\n"u8);
            writer.WriteResponse("https://pelican.example/logo.png", Date, 200, [new("Content-Type", "image/png")],
                [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13]);
            Page(writer, "https://app.example/", "loading.html");
        }
        using var content = new MemoryStream();
        var ends = new List<int>();
        using (var writer = new WarcWriter(content, leaveOpen: true))
        {
            Info(writer);
            // One page declares its charset in the HTTP header, one in its own head, as on the web.
            Add(() => Page(writer, "https://kuechenhaus.example/kessel/nordlicht", "kettle.html", charset: "windows-1252"));
            Add(() => Page(writer, "https://larkspur.example/jobs", "listing.html"));
            Add(() => Page(writer, "https://coast.example/gannet-head", "lighthouse.html"));
            Add(() => Page(writer, "https://vestnik.example/apr", "rivers.html", charset: "windows-1251", inHeader: true));
            writer.WriteResponse("https://coast.example/gone", Date, 404, [new("Content-Type", "text/html")], "<h1>Not found</h1>"u8);
            Page(writer, "https://cuisine.example/potiron", "recipe.html");
        }
        File.WriteAllBytes(Path.Combine(folder, "crawl-1.warc.gz"), Damage(content.ToArray(), ends));
        return Path.Combine(folder, "*.warc.gz");

        void Add(Action write)
        {
            write();
            ends.Add((int)content.Length);
        }
    }

    private static void Info(WarcWriter writer) =>
        writer.Write("warcinfo", null, Date, "application/warc-fields", "software: WebCorpus sample\r\nformat: WARC File Format 1.1\r\n"u8);

    private static void Page(WarcWriter writer, string url, string file, string charset = "utf-8", bool inHeader = false, bool compress = false)
    {
        string html = Read(file);
        // The pages are stored as UTF-8. The crawl contains them in the encoding that they declare.
        html = html.Replace("<meta charset=\"utf-8\">", inHeader ? "" : $"<meta charset=\"{charset}\">", StringComparison.Ordinal);
        byte[] body = (CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset)).GetBytes(html);
        writer.Write("request", url, Date, "application/http;msgtype=request",
            Encoding.ASCII.GetBytes($"GET {new Uri(url).AbsolutePath} HTTP/1.1\r\nHost: {new Uri(url).Host}\r\n\r\n"));
        List<KeyValuePair<string, string>> headers = [new("Content-Type", inHeader ? $"text/html; charset={charset}" : "text/html")];
        if (compress)
        {
            headers.Add(new("Content-Encoding", "gzip"));
            body = Gzip(body);
        }
        writer.WriteResponse(url, Date, 200, headers, body);
    }

    /// <summary>Flips some bytes inside the lighthouse page and inserts garbage after the next page, as failing disks and broken transfers do.</summary>
    private static byte[] Damage(byte[] bytes, List<int> ends)
    {
        var random = new SeededRandom(1);
        // The page's member is the larger part of what was added: the request before it is short.
        int middle = ends[2] - ((ends[2] - ends[1]) / 3);
        for (int i = 0; i < 8; i++) bytes[middle + (int)random.NextInt64(20)] ^= (byte)(1 + random.NextInt64(255));
        byte[] garbage = new byte[700];
        for (int i = 0; i < garbage.Length; i++) garbage[i] = (byte)random.NextInt64(256);
        return [.. bytes[..ends[3]], .. garbage, .. bytes[ends[3]..]];
    }

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(body);
        return packed.ToArray();
    }

    private static string Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"The program has no page '{file}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
