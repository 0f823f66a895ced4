using System.Text;
using BenchmarkDotNet.Attributes;
using DataCuration.TestKit;

namespace DataCuration.Benchmarks;

/// <summary>Counts and weighs 20 MB with the reference's defaults, compared with the straightforward port.</summary>
[MemoryDiagnoser]
public class FeaturizerBenchmarks
{
    private const int Buckets = 10000;

    private readonly long[] _counts = new long[Buckets];
    private readonly double[] _ratios = new double[Buckets];
    private readonly double[] _weights = new double[1];
    private byte[][] _texts = [];
    private NGramFeaturizer? _warm;

    /// <summary>The hash that selects the buckets.</summary>
    [Params(NGramHash.Sha256, NGramHash.XxHash3)]
    public NGramHash Hash { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _texts = BenchmarkCorpus.Load(20);
        for (int i = 0; i < Buckets; i++)
        {
            _ratios[i] = GumbelNoise.Sample(1, (ulong)i);
        }

        _warm = Featurizer();
        Count(_warm);
    }

    [GlobalCleanup]
    public void Cleanup() => _warm?.Dispose();

    [Benchmark(Baseline = true)]
    public double StraightforwardWeigh()
    {
        var port = new StraightforwardDsir(2, Buckets);
        double sum = 0;
        foreach (byte[] text in _texts)
        {
            sum += port.Weight(Encoding.UTF8.GetString(text), _ratios);
        }

        return sum;
    }

    [Benchmark]
    public long CountCold()
    {
        using NGramFeaturizer featurizer = Featurizer();
        return Count(featurizer);
    }

    [Benchmark]
    public long CountWarm() => Count(_warm!);

    [Benchmark]
    public double WeighWarm()
    {
        double sum = 0;
        foreach (byte[] text in _texts)
        {
            _warm!.Weigh(text, _ratios, _weights);
            sum += _weights[0];
        }

        return sum;
    }

    [Benchmark]
    public double WeighChunksWarm()
    {
        double sum = 0;
        foreach (byte[] text in _texts)
        {
            _warm!.WeighChunks(text, _ratios, 128, _weights);
            sum += _weights[0];
        }

        return sum;
    }

    private NGramFeaturizer Featurizer() => new(new NGramFeatureOptions(2, Buckets, Hash));

    private long Count(NGramFeaturizer featurizer)
    {
        long tokens = 0;
        foreach (byte[] text in _texts)
        {
            tokens += featurizer.Count(text, _counts).Tokens;
        }

        return tokens;
    }
}
