namespace DataCuration.Extraction.Pdf.Tests;
public sealed class DumpTests(ITestOutputHelper output)
{
    [Fact]
    public void Dump()
    {
        PdfContent content = PdfReader.Read(System.IO.File.ReadAllBytes(Environment.GetEnvironmentVariable("DUMP")!), new PdfExtractorOptions(), out _, default)!;
        foreach (TextRow row in TextRow.Group(content.Pages[0]!.Fragments)) output.WriteLine($"{row.Top:F1}-{row.Bottom:F1} base {row.Baseline:F1} size {row.Size:F1}: " + string.Join(" || ", row.Fragments.Select(f => $"[{f.Left:F0}-{f.Right:F0} s{f.Size:F1}] {f.Text}")));
    }
}
