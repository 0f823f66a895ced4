using BenchmarkDotNet.Attributes;
using DataCuration.TestKit;

namespace DataCuration.Benchmarks;

/// <summary>
/// Measures the engine's overhead on stages that do almost nothing: a million documents in memory pass eight filters. The overhead per document and stage is
/// the difference of the two means, divided by 8,000,000. The limit is 20 ns and no allocation per document.
/// </summary>
[MemoryDiagnoser]
public class EngineOverheadBenchmark
{
    private const int Documents = 1_000_000;
    private const int Stages = 8;
    private readonly int[] minima = [.. Enumerable.Range(1, Stages)];
    private Document[] documents = [];
    private EngineLoop loop = null!;

    [GlobalSetup]
    public void Setup()
    {
        Document[] few = [.. Enumerable.Range(0, 1_000).Select(i => new Document($"d{i}", $"text number {i}"))];
        loop = new EngineLoop(Enumerable.Range(0, Documents).Select(i => few[i % few.Length]), [.. minima.Select(minimum => new TrivialFilter(minimum))]);
        documents = loop.Documents;
    }

    /// <summary>Runs the same tests without an engine.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Documents * Stages)]
    public long BareLoop()
    {
        long kept = 0;
        foreach (Document document in documents)
        {
            bool keep = true;
            for (int s = 0; keep && s < minima.Length; s++) keep = document.Utf8Text.Length >= minima[s];
            if (keep) kept++;
        }
        return kept;
    }

    /// <summary>Runs the engine with reader, batches, stages, counts and clock.</summary>
    [Benchmark(OperationsPerInvoke = Documents * Stages)]
    public long Engine() => loop.Run();
}
