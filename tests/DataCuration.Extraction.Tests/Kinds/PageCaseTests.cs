using System.IO.Compression;
using System.Text;
using DataCuration.Conformance;

namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>The conformance verb <c>cases</c>: any folder of pages with <c>expected.json</c>.</summary>
public sealed class PageCaseTests
{
    [Fact]
    public void Judge_FolderOfPages_NamesThePageTheKindAndWhatIsMissing()
    {
        string folder = Directory.CreateTempSubdirectory("cases").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "good.html"), LighthousePage.With("<p>The water is 10<sup>6</sup> years old | or more, says the "
                + "guide.</p>"));
            using (var zipped = new GZipStream(File.Create(Path.Combine(folder, "bad.html.gz")), CompressionLevel.Fastest))
                zipped.Write(LighthousePage.With("<p>Nothing of this kind.</p>"));
            File.WriteAllText(Path.Combine(folder, "expected.json"), """
                {
                  "good": { "must": ["10^6|10⁶", "old | or"], "must_not": ["106 years", "x | y"] },
                  "bad": { "must": ["a lost heading"], "must_not": ["The lighthouse on"], "why": "a heading is lost" },
                  "absent": { "must": [], "must_not": [], "why": "no file" }
                }
                """);
            var output = new StringWriter();
            var report = new JudgeReport(output);
            PageCaseJudge.Judge(folder, report);
            report.Finish();
            string text = output.ToString();
            Assert.Equal((1, 2), (report.Passed, report.Failed));
            Assert.Contains("[bad] missing text (kind: a heading is lost): expected 'a lost heading'", text, StringComparison.Ordinal);
            Assert.Contains("and 1 more in this case", text, StringComparison.Ordinal);
            Assert.Contains("[absent] page: expected a file absent.html.gz or absent.html, got none", text, StringComparison.Ordinal);
            Assert.EndsWith("1 passed, 2 failed", text.Trim(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    public void Judge_FileInAnotherForm_SaysSo(string json)
    {
        string folder = Directory.CreateTempSubdirectory("cases").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "expected.json"), json, Encoding.UTF8);
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => PageCaseJudge.Judge(folder, new JudgeReport(TextWriter.Null)));
            Assert.Contains("expected.json", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Judge_SharedPages_AllPass()
    {
        string? folder = SharedPages.Folder is { } data ? Path.GetFullPath(Path.Combine(data, "..", "..", "cases", "html")) : null;
        Assert.SkipWhen(folder is null || !Directory.Exists(folder), "no folder shared/cases/html beside the repository: the pages are not part of it");
        var output = new StringWriter();
        var report = new JudgeReport(output);
        PageCaseJudge.Judge(folder!, report);
        Assert.True(report.Failed == 0 && report.Passed >= 12, output.ToString());
    }
}
