using System.Globalization;
using DataCuration.Conformance;

namespace DataCuration.Selection.Tests;

public sealed class DsirConformanceTests
{
    [Fact]
    public async Task Judge_PublicVectors_AllPass()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var report = new JudgeReport(output);
        await DsirJudge.JudgeAsync(Vectors, report, CancellationToken.None);
        report.Finish();
        // 27 texts, 120 random texts, 36 strings, 8 fits, 2 seeds, 5 tables, 18 odd inputs, 4 runs.
        Assert.Equal("220 passed, 0 failed", output.ToString().TrimEnd().Split('\n')[^1]);
        Assert.Equal("ignored: README.md is of no kind that is known here", output.ToString().Split('\n')[0].TrimEnd());
    }

    [Fact]
    public async Task Judge_WrongVector_FailsAndSaysWhere()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("datacuration-");
        try
        {
            string gumbel = await File.ReadAllTextAsync(Path.Combine(Vectors, "gumbel.json"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "gumbel.json"), gumbel.Replace("2357136044", "2357136045", StringComparison.Ordinal));
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            var report = new JudgeReport(output);
            await DsirJudge.JudgeAsync(folder.FullName, report, CancellationToken.None);
            Assert.Equal((1, 1), (report.Passed, report.Failed));
            Assert.Equal("FAILED gumbel.json [seed 0] first_uint32[0]: expected 2357136045, got 2357136044", output.ToString().TrimEnd());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Vectors => Path.Combine(AppContext.BaseDirectory, "Vectors", "dsir");
}
