using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace DataCuration.Extraction.Pdf.Tests;

/// <summary>Builds small PDF files object by object, valid or hostile.</summary>
internal sealed class PdfFile
{
    public const string Text = "BT /F1 12 Tf 72 700 Td (Hello world of text) Tj ET";
    public const string Font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    private readonly List<byte[]> objects = [];
    private string trailer = "";

    /// <summary>Objects 1 to 5: catalog, page tree, page, content, font. The page can have more resources.</summary>
    public static PdfFile OnePage(string content = Text, string resources = "", string font = Font) =>
        new PdfFile().Add("<< /Type /Catalog /Pages 2 0 R >>").Add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        .Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> >>")
        .AddStream("", content).Add(font);

    public PdfFile Add(string content)
    {
        objects.Add(Encoding.Latin1.GetBytes(content));
        return this;
    }

    public PdfFile AddStream(string dictionary, string content) => AddStream(dictionary, Encoding.Latin1.GetBytes(content));

    public PdfFile AddStream(string dictionary, byte[] content)
    {
        objects.Add([.. Encoding.Latin1.GetBytes($"<< /Length {content.Length} {dictionary} >>\nstream\n"), .. content, .. "\nendstream"u8]);
        return this;
    }

    public PdfFile Replace(int number, string content)
    {
        objects[number - 1] = Encoding.Latin1.GetBytes(content);
        return this;
    }

    public PdfFile Trailer(string content)
    {
        trailer = content;
        return this;
    }

    /// <summary>Creates a zlib stream of a repeated pattern.</summary>
    public static byte[] Deflate(string pattern, int count)
    {
        using var result = new MemoryStream();
        byte[] bytes = Encoding.Latin1.GetBytes(pattern);
        using (var zlib = new ZLibStream(result, CompressionLevel.SmallestSize))
            for (int i = 0; i < count; i++) zlib.Write(bytes);
        return result.ToArray();
    }

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        var offsets = new List<long>();
        file.Write("%PDF-1.5\n"u8);
        for (int i = 0; i < objects.Count; i++)
        {
            offsets.Add(file.Position);
            Write(file, $"{i + 1} 0 obj\n");
            file.Write(objects[i]);
            Write(file, "\nendobj\n");
        }
        long start = file.Position;
        Write(file, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (long offset in offsets) Write(file, offset.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n");
        Write(file, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    private static void Write(Stream stream, string text) => stream.Write(Encoding.Latin1.GetBytes(text));
}
