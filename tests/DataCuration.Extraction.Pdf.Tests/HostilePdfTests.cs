using DataCuration.TestKit;

namespace DataCuration.Extraction.Pdf.Tests;

/// <summary>Files made to crash, hang or exhaust a reader. A stack overflow would end the test process.</summary>
public sealed class HostilePdfTests(ITestOutputHelper output)
{
    private const string Form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]";
    private const string SelfFunction = "<< /FunctionType 3 /Functions [8 0 R] /Domain [0 1] /Bounds [] /Encode [0 1] >>";

    public static TheoryData<string, string> Files => new()
    {
        { "forms that draw each other", "text" },
        { "forms that multiply", PdfDropReasons.TooManyLetters },
        { "deflate bomb", PdfDropReasons.TooMuchData },
        { "nested arrays", PdfDropReasons.TooDeep },
        { "nested arrays, deflated", PdfDropReasons.Damaged },
        { "saved states", PdfDropReasons.TooDeep },
        { "page tree that is a circle", PdfDropReasons.Damaged },
        { "page tree of 20,000 levels", "text" },
        { "references to each other", PdfDropReasons.TooDeep },
        { "a billion pages claimed", "text" },
        { "a colour space of itself", "text" },
        { "a shading with a function of itself", "text" },
        { "letters without end", PdfDropReasons.TooManyLetters },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Extract_HostileFile_EndsWithAReason(string kind, string expected)
    {
        ExtractionResult result = Extract(Make(kind));
        Assert.Equal(expected, result.Reason ?? "text");
        if (result.Document is { } document) Assert.Equal("Hello world of text", document.Text);
    }

    [Fact]
    public void Extract_MutatedFiles_NeverThrow()
    {
        byte[][] files = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Documents"), "*.pdf")
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        var random = new Random(20261123);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < 150; i++)
        {
            byte[] file = [.. files[i % files.Length]];
            if (i % 3 == 0) file = file[..random.Next(file.Length)];
            else for (int k = random.Next(1, 100); k > 0; k--)
                file[random.Next(file.Length)] = i % 3 == 1 ? (byte)random.Next(256) : (byte)"0123456789<>[]()/R"[random.Next(18)];
            string reason = Extract(file).Reason ?? "text";
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }
        foreach ((string reason, int count) in reasons) output.WriteLine($"{reason}: {count}");
        Assert.Contains("text", reasons.Keys);
        Assert.Contains(PdfDropReasons.Damaged, reasons.Keys);
    }

    [Fact]
    public void AddObjectStream_ReferencesToEachOther_AreFound()
    {
        Assert.True(new ReferenceChains().AddObjectStream("7 0 8 6   8 0 R 7 0 R "u8, 10));
        Assert.False(new ReferenceChains().AddObjectStream("7 0 8 6   8 0 R 9 0 R "u8, 10));
        Assert.False(new ReferenceChains().AddFile("1 0 obj 2 0 R endobj 2 0 obj [1 0 R] endobj"u8));
        Assert.True(new ReferenceChains().AddFile("1 0 obj 1 0 R endobj"u8));
    }

    private static byte[] Make(string kind)
    {
        switch (kind)
        {
            case "forms that draw each other":
                return PdfFile.OnePage(PdfFile.Text + " /A Do", "/XObject << /A 6 0 R >>").AddStream(Form + " /Resources << /XObject << /B 7 0 R >> >>",
                    "/B Do").AddStream(Form + " /Resources << /XObject << /A 6 0 R >> >>", "/A Do").ToBytes();
            case "forms that multiply":
                PdfFile forms = PdfFile.OnePage("/X Do", "/XObject << /X 6 0 R >>");
                for (int i = 0; i < 15; i++)
                    forms.AddStream($"{Form} /Resources << /XObject << /X {7 + i} 0 R >> >>", string.Concat(Enumerable.Repeat("/X Do ", 10)));
                return forms.AddStream(Form + " /Resources << /Font << /F1 5 0 R >> >>", PdfFile.Text).ToBytes();
            case "deflate bomb":
                return PdfFile.OnePage().Add("").AddStream("", "").Replace(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 8 0 R >>")
                .AddStream("/Filter /FlateDecode", PdfFile.Deflate(new string(' ', 1 << 20), 600)).ToBytes();
            case "nested arrays": return PdfFile.OnePage().Add(new string('[', 200_000)).ToBytes();
            case "nested arrays, deflated":
                return PdfFile.OnePage().Replace(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R >>")
                .AddStream("/Filter /FlateDecode", PdfFile.Deflate("[[[[[[[[", 100_000)).ToBytes();
            case "saved states": return PdfFile.OnePage(string.Concat(Enumerable.Repeat("q ", 100_000))).ToBytes();
            case "page tree that is a circle": return PdfFile.OnePage().Replace(2, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>").ToBytes();
            case "page tree of 20,000 levels":
                PdfFile tree = PdfFile.OnePage().Replace(2, "<< /Type /Pages /Kids [6 0 R] /Count 1 >>");
                for (int i = 0; i < 20_000; i++) tree.Add($"<< /Type /Pages /Kids [{(i == 19_999 ? 3 : 7 + i)} 0 R] /Count 1 >>");
                return tree.ToBytes();
            case "references to each other": return PdfFile.OnePage().Replace(3, "6 0 R").Add("3 0 R").ToBytes();
            case "a billion pages claimed": return PdfFile.OnePage().Replace(2, "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>").ToBytes();
            case "a colour space of itself":
                return PdfFile.OnePage("/C cs 0 sc " + PdfFile.Text, "/ColorSpace << /C 6 0 R >>").Add("[/Indexed 6 0 R 1 <000000ffffff>]").ToBytes();
            case "a shading with a function of itself":
                return PdfFile.OnePage("/S sh " + PdfFile.Text, "/Shading << /S 6 0 R >>")
                    .Add("<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 8 0 R >>").Add("null").Add(SelfFunction).ToBytes();
            default:
                return PdfFile.OnePage()
                .Replace(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
                .AddStream("/Filter /FlateDecode", PdfFile.Deflate("BT /F1 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET ", 50_000)).ToBytes();
        }
    }

    private static ExtractionResult Extract(byte[] file) =>
        new PdfExtractor().Extract(new RawDocument { Id = "a.pdf", Content = file, MediaType = "application/pdf" });
}
