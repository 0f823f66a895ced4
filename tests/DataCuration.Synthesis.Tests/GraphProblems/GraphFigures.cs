using System.Diagnostics;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

/// <summary>Figures of the source of graph problems. They run only when asked for: <c>-explicit only -class '*GraphFigures*'</c>.</summary>
public sealed class GraphFigures(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Create_Defaults_ReportsThroughput()
    {
        await SourceContent.ReadAsync(new GraphProblemSource(5_000) { Seed = 1 });
        long start = Stopwatch.GetTimestamp();
        SourceContent content = await SourceContent.ReadAsync(new GraphProblemSource(40_000));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double bytes = content.Documents.Average(document => (double)document.Utf8Text.Length);
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{content.Documents.Count / seconds:F0} documents/s of {bytes:F0} bytes, one thread"));
    }
}
