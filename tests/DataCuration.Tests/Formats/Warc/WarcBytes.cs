using System.IO.Compression;
using System.Text;

namespace DataCuration.Tests.Formats.Warc;

/// <summary>Builds crawl files.</summary>
internal static class WarcBytes
{
    /// <summary>Builds a valid record.</summary>
    public static byte[] Record(string type, string block, string? uri = "https://example.org/", string? length = null,
        string newLine = "\r\n", string extra = "") =>
        Latin($"WARC/1.0{newLine}WARC-Type: {type}{newLine}WARC-Record-ID: <urn:uuid:{type}-{block.Length}>{newLine}WARC-Date: 2024-02-03T04:05:06Z{newLine}"
            + (uri is null ? "" : $"WARC-Target-URI: {uri}{newLine}") + extra + $"Content-Length: "
                + $"{length ?? block.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)}{newLine}{newLine}{block}{newLine}{newLine}");

    /// <summary>Builds a response with an HTTP message.</summary>
    public static byte[] Response(string body, string headers = "Content-Type: text/html; charset=UTF-8\r\n", int status = 200,
        string uri = "https://example.org/") =>
        Record("response", $"HTTP/1.1 {status} OK\r\n{headers}\r\n{body}", uri, extra: "Content-Type: application/http; msgtype=response\r\n");

    public static byte[] Gzip(byte[] content)
    {
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, CompressionLevel.Optimal)) gzip.Write(content);
        return data.ToArray();
    }

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static string Latin1(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);

    public static (List<WarcRecord> Records, List<WarcLoss> Losses) Read(byte[] file, int maxRecordBytes = 1 << 20)
    {
        using var reader = new WarcReader(new MemoryStream(file), new ReadLimits { MaxRecordBytes = maxRecordBytes });
        var losses = new List<WarcLoss>();
        return ([.. reader.ReadRecords(losses.Add)], losses);
    }
}
