using System.Globalization;
using System.Text;

namespace DataCuration.Extraction.Pdf.Tests;

/// <summary>Listings in fonts of all kinds, most with the random name of a subset and without the flag for a fixed pitch.</summary>
public sealed class FixedPitchFontTests
{
    private static readonly string[] Function = ["int first(int n)", "{", "  if (n > 1)", "    return f(n,  2);", "  return 0;", "}"];

    [Theory]
    [InlineData("standard")]
    [InlineData("flagged")]
    [InlineData("type1")]
    [InlineData("truetype")]
    [InlineData("type3")]
    [InlineData("cid")]
    public void Extract_FunctionOfSixLines_KeepsItsLines(string kind)
    {
        PdfFile file = Start(Page(kind == "cid"));
        switch (kind)
        {
            case "standard":
                file.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>");
                break;
            case "flagged":
                file.Add(Simple("TrueType", 7)).Add("<< /Type /FontDescriptor /FontName /ABCDEF+F1 /Flags 33 >>");
                break;
            case "type1":
                file.Add(Simple("Type1", 7)).Add("<< /Type /FontDescriptor /FontName /ABCDEF+F1 /Flags 4 >>");
                break;
            case "truetype":
                file.Add(Simple("TrueType", 7)).Add("<< /Type /FontDescriptor /FontName /ABCDEF+F1 /Flags 32 >>");
                break;
            case "type3":
                string names = string.Join(' ', Enumerable.Range(33, 94).Select(code => $"/g{code}")), maps = Maps(2);
                file.Add("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 33 /LastChar 126 "
                    + $"/Widths [{Widths(600)}] /Encoding << /Type /Encoding /Differences [33 {names}] >> /ToUnicode 7 0 R "
                    + $"/CharProcs << {string.Join(' ', Enumerable.Range(33, 94).Select(code => $"/g{code} 8 0 R"))} >> /Resources << >> >>")
                    .AddStream("", maps).AddStream("", "600 0 0 0 500 700 d1 0 0 500 700 re f");
                break;
            default:
                file.Add("<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+F1 /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [8 0 R] >>")
                    .AddStream("", Maps(4))
                    .Add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+F1 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                        + "/DW 600 /FontDescriptor 9 0 R >>")
                    .Add("<< /Type /FontDescriptor /FontName /ABCDEF+F1 /Flags 4 /FontBBox [0 -200 600 800] /ItalicAngle 0 /Ascent 800 /Descent -200 >>");
                break;
        }
        Document document = Extract(file.ToBytes());
        Assert.Equal($"The function below has its lines and indents:\n\n```\n{string.Join('\n', Function)}\n```\n\nText follows it.", document.Text);
    }

    [Fact]
    public void Extract_ProportionalFontWithTheFlag_IsText()
    {
        const string Narrow = "ijl.,;:'|!()[]{}tfrI1";
        string widths = string.Join(' ', Enumerable.Range(33, 94).Select(code => Narrow.Contains((char)code, StringComparison.Ordinal) ? 300 : 550));
        PdfFile file = Start(Page(false)).Add("<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+F1 /FirstChar 33 /LastChar 126 "
            + $"/Widths [{widths}] /FontDescriptor 7 0 R /Encoding /WinAnsiEncoding >>")
            .Add("<< /Type /FontDescriptor /FontName /ABCDEF+F1 /Flags 35 >>");
        Assert.DoesNotContain("```", Extract(file.ToBytes()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_StrokedLetters_AreBold()
    {
        string content = "BT /F1 10 Tf 2 Tr 72 700 Td (1.2 The stroked heading) Tj 0 Tr 0 -12 Td (A paragraph that follows it in the same size.) Tj ET";
        Assert.Equal("# 1.2 The stroked heading\n\nA paragraph that follows it in the same size.", Extract(PdfFile.OnePage(content).ToBytes()).Text);
    }

    private static PdfFile Start(string content) => PdfFile.OnePage(content, font: PdfFile.Font)
        .Replace(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>");

    /// <summary>Two lines of text around the function. Spaces of the function are gaps.</summary>
    private static string Page(bool isCid)
    {
        var content = new StringBuilder("BT /F1 10 Tf 72 600 Td (The function below has its lines and indents:) Tj ET ");
        for (int row = 0; row < Function.Length; row++)
        {
            for (int i = 0; i < Function[row].Length; i++)
            {
                if (Function[row][i] is var c && c == ' ') continue;
                string code = isCid ? $"<{(int)c:X4}>" : "(" + (c is '(' or ')' or '\\' ? "\\" : "") + c + ")";
                content.Append(CultureInfo.InvariantCulture, $"BT /F2 10 Tf {90 + 6 * i} {575 - 12 * row} Td {code} Tj ET ");
            }
        }
        return content.Append("BT /F1 10 Tf 72 485 Td (Text follows it.) Tj ET").ToString();
    }

    private static string Simple(string subtype, int descriptor) => $"<< /Type /Font /Subtype /{subtype} /BaseFont /ABCDEF+F1 /FirstChar 33 /LastChar 126 "
        + $"/Widths [{Widths(600)}] /FontDescriptor {descriptor} 0 R /Encoding /WinAnsiEncoding >>";

    private static string Widths(int width) => string.Join(' ', Enumerable.Repeat(width, 94));

    /// <summary>A map from codes to the same characters.</summary>
    private static string Maps(int digits)
    {
        string first = new('0', digits), last = new('F', digits);
        string pairs = string.Join('\n', Enumerable.Range(33, 94).Select(code =>
            $"<{code.ToString("X" + digits, CultureInfo.InvariantCulture)}> <{code.ToString("X4", CultureInfo.InvariantCulture)}>"));
        return "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def "
            + $"1 begincodespacerange <{first}> <{last}> endcodespacerange 94 beginbfchar {pairs} endbfchar endcmap end end";
    }

    private static Document Extract(byte[] file) => new PdfExtractor()
        .Extract(new RawDocument { Id = "a.pdf", Content = file, MediaType = "application/pdf" }, TestContext.Current.CancellationToken).Document!;
}
