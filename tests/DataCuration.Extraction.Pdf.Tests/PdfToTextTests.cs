using System.Globalization;
using DataCuration.Conformance;

namespace DataCuration.Extraction.Pdf.Tests;

/// <summary>Requires at least the number of passed present and order tests that pdftotext reaches, in the same run.</summary>
public sealed class PdfToTextTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Judge_PublicTests_PassAtLeastThoseOfPdfToText()
    {
        string? folder = Shared();
        Assert.SkipWhen(folder is null, "The shared data (extraction/pdf beside the repository) is not here.");
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var report = new JudgeReport(text);
        await PdfJudge.JudgeAsync(folder!, report, TestContext.Current.CancellationToken);
        output.WriteLine(text.ToString());
        Assert.SkipWhen(text.ToString().Contains("not installed", StringComparison.Ordinal),
            "pdftotext (Debian: poppler-utils) is not installed: nothing to compare with.");
        Assert.Equal(0, report.Failed);
        Assert.True(report.Passed >= 40, $"Only {report.Passed} cases.");
    }

    [Theory]
    [InlineData("present", "the cat sat", "", 0, "so the  cat\nsat down", true)]
    [InlineData("present", "the cat sat", "", 1, "so the cet sat down", true)]
    [InlineData("present", "the cat sat", "", 0, "so the cet sat down", false)]
    [InlineData("absent", "head", "", 0, "the body", true)]
    [InlineData("absent", "head", "", 0, "the head", false)]
    [InlineData("order", "first", "second", 0, "first and second", true)]
    [InlineData("order", "first", "second", 0, "second and first", false)]
    [InlineData("order", "first", "second", 0, "second, first, second", true)]
    public void Passes_Text_FollowsOlmOcr(string kind, string text, string after, int differences, string extracted, bool expected) =>
        Assert.Equal(expected, new PdfTestCase("a.pdf", "id", kind, text, after, differences, 0, 0, true).Passes(extracted));

    private static string? Shared()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, "DataCuration.sln"))) continue;
            string shared = Path.Combine(folder, "..", "shared", "data", "extraction", "pdf");
            return File.Exists(Path.Combine(shared, "tests.jsonl")) ? shared : null;
        }
        return null;
    }
}
