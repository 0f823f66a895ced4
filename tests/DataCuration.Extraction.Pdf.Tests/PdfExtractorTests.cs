using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Extraction.Pdf.Tests;

public sealed class PdfExtractorTests
{
    private static readonly string Documents = Path.Combine(AppContext.BaseDirectory, "Documents");

    [Theory]
    [InlineData("plain", 3)]
    [InlineData("columns", 3)]
    [InlineData("oddeven", 4)]
    [InlineData("roman", 3)]
    [InlineData("hyphens", 3)]
    [InlineData("table", 4)]
    public void Extract_DocumentWithKnownText_GivesThatText(string name, int pages)
    {
        Document document = Extract(File.ReadAllBytes(Path.Combine(Documents, name + ".pdf"))).Document!;
        Assert.Equal(File.ReadAllText(Path.Combine(Documents, name + ".txt")).TrimEnd('\n').ReplaceLineEndings("\n"), document.Text);
        Assert.Equal(pages, document.Get(PdfAnnotations.Pages));
        Assert.True(document.Get(PdfAnnotations.RunningLetters) > 0);
        Assert.Equal($"{name} sample", document.Get(PdfAnnotations.Title));
        Assert.Equal(document.Text, string.Concat(PdfPageOffsets.Split(document)));
        Assert.Equal(pages, PdfPageOffsets.Split(document).Count);
        Assert.True(PdfPageOffsets.Split(document)[0].Length > 200);
    }

    [Fact]
    public void Extract_Twice_GivesTheSameBytes()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Documents, "columns.pdf"));
        Assert.Equal(Extract(file).Document!.Text, Extract(file).Document!.Text);
    }

    [Fact]
    public void Extract_FileWithoutBytes_IsDropped() => Assert.Equal(PdfDropReasons.Empty, Extract([]).Reason);

    [Fact]
    public void Extract_AnotherFormat_IsDropped() => Assert.Equal(PdfDropReasons.NotPdf, Extract(Encoding.UTF8.GetBytes("<html>no PDF</html>")).Reason);

    [Fact]
    public void Extract_TruncatedFile_IsDropped() => Assert.Equal(PdfDropReasons.Damaged, Extract("%PDF-1.7\n1 0 obj << /Type /Cata"u8.ToArray()).Reason);

    [Fact]
    public void Extract_PageWithoutLetters_IsDropped() => Assert.Equal(PdfDropReasons.NoText, Extract(PdfFile.OnePage("0 0 100 100 re f").ToBytes()).Reason);

    [Fact]
    public void Extract_EncryptedWithAPassword_IsDropped()
    {
        string hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
        byte[] file = PdfFile.OnePage().Add($"<< /Filter /Standard /V 1 /R 2 /O <{hash}> /U <{hash}> /P -4 >>")
            .Trailer("/Encrypt 6 0 R /ID [<01> <01>]").ToBytes();
        Assert.Equal(PdfDropReasons.Encrypted, Extract(file).Reason);
    }

    [Fact]
    public void Extract_EncryptedWithoutAPassword_IsRead()
    {
        Assert.Equal("Hello world of text", Extract(EncryptedPdf.Make("")).Document!.Text);
        Assert.Equal(PdfDropReasons.Encrypted, Extract(EncryptedPdf.Make("secret")).Reason);
    }

    [Fact]
    public void Extract_GlyphsWithoutUnicode_IsDropped() => Assert.Equal(PdfDropReasons.UnmappedText,
        Extract(PdfFile.OnePage("BT /F1 12 Tf 72 700 Td (ab\\001\\002\\003\\004\\005\\006\\016\\017) Tj ET").ToBytes()).Reason);

    [Fact]
    public void Extract_OverALimit_NamesIt()
    {
        byte[] one = PdfFile.OnePage().ToBytes(), three = PdfFile.OnePage().Replace(2, "<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 3 >>").ToBytes();
        Assert.Equal(PdfDropReasons.TooLarge, Extract(one, new PdfExtractorOptions { MaxBytes = one.Length - 1 }).Reason);
        Assert.Equal(PdfDropReasons.TooManyPages, Extract(three, new PdfExtractorOptions { MaxPages = 2 }).Reason);
        Assert.Equal(PdfDropReasons.TooManyLetters, Extract(one, new PdfExtractorOptions { MaxLetters = 10 }).Reason);
        Assert.Equal(PdfDropReasons.TooMuchWork, Extract(one, new PdfExtractorOptions { MaxWork = 50 }).Reason);
        Assert.NotNull(Extract(three, new PdfExtractorOptions { MaxPages = 3 }).Document);
    }

    [Fact]
    public void Extract_OnePageOfTwoDamaged_KeepsTheOther()
    {
        byte[] file = PdfFile.OnePage().Replace(2, "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>")
            .Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 77 0 R >>").ToBytes();
        Document document = Extract(file).Document!;
        Assert.Equal("Hello world of text", document.Text);
        Assert.Equal(1, document.TryGet(PdfAnnotations.FailedPages, out int failed) ? failed : document.Get(PdfAnnotations.PagesWithoutText));
    }

    [Fact]
    public void Extract_ReplacementText_IsUsed() => Assert.Equal("Hello world",
        Extract(PdfFile.OnePage("BT /F1 12 Tf 72 700 Td (Hello ) Tj /Span << /ActualText (world) >> BDC (XX) Tj EMC ET").ToBytes()).Document!.Text);

    [Fact]
    public void Extract_ArtifactOfATaggedFile_IsLeftOut()
    {
        Document document =
            Extract(PdfFile.OnePage("/Artifact << /Type /Pagination >> BDC BT /F1 9 Tf 72 760 Td (Head) Tj ET EMC " + PdfFile.Text).ToBytes()).Document!;
        Assert.Equal("Hello world of text", document.Text);
        Assert.Equal(4, document.Get(PdfAnnotations.RunningLetters));
    }

    [Fact]
    public async Task Extract_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => new PdfExtractor()
            .Extract(new RawDocument { Id = "a", Content = PdfFile.OnePage().ToBytes(), MediaType = "application/pdf" }, cancelled.Token));
    }

    [Fact]
    public void Split_TextChangedSince_Throws()
    {
        Document document = new Document("a", "short").With(PdfAnnotations.PageOffsets, "0,100");
        Assert.Throws<InvalidDataException>(() => PdfPageOffsets.Split(document));
        Assert.Throws<InvalidDataException>(() => PdfPageOffsets.Split(document.With(PdfAnnotations.PageOffsets, "0,x")));
    }

    [Fact]
    public async Task Extract_FolderInARun_GivesDocumentsAndReasons()
    {
        using var folder = new RunFolder();
        folder.Inputs.Write("raw/a.pdf", PdfFile.OnePage().ToBytes());
        folder.Inputs.Write("raw/b.pdf", "no PDF at all");
        await RawCorpus.FromFiles(folder.Inputs["raw/*"]).Extract(new PdfExtractor()).WriteJsonlAsync("out", folder.Run(options => options));
        Assert.Contains("\"text\":\"Hello world of text\"", Assert.Single(folder.Lines("out")), StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (folder.Report("out").Kept, folder.Report("out").Dropped, folder.Report("out").Faulted));
    }

    private static ExtractionResult Extract(byte[] file, PdfExtractorOptions? options = null) => new PdfExtractor(options)
        .Extract(new RawDocument { Id = "a.pdf", Content = file, MediaType = "application/pdf" }, TestContext.Current.CancellationToken);
}
