using System.Text;
using BenchmarkDotNet.Attributes;
using DataCuration.TestKit;

namespace DataCuration.Benchmarks;

/// <summary>Lower-cases and tokenizes 10 MB: with vectors on UTF-8, and with the straightforward port on strings.</summary>
[MemoryDiagnoser]
public unsafe class TokenizerBenchmarks
{
    private byte[][] _texts = [];
    private string[] _strings = [];
    private byte[] _lowered = [];
    private int[] _starts = [];
    private int[] _ends = [];

    [GlobalSetup]
    public void Setup()
    {
        _texts = BenchmarkCorpus.Load(10);
        _strings = [.. _texts.Select(Encoding.UTF8.GetString)];
        int longest = _texts.Max(text => text.Length);
        _lowered = new byte[Utf8WordTokenizer.LoweredCapacity(longest)];
        _starts = new int[longest + Utf8WordTokenizer.Slack];
        _ends = new int[longest + Utf8WordTokenizer.Slack];
    }

    [Benchmark(Baseline = true)]
    public long Straightforward()
    {
        long tokens = 0;
        foreach (string text in _strings)
        {
            tokens += StraightforwardDsir.Tokenize(text).Count;
        }

        return tokens;
    }

    [Benchmark]
    public long Vectors()
    {
        long tokens = 0;
        fixed (byte* lowered = _lowered)
        fixed (int* starts = _starts, ends = _ends)
        {
            foreach (byte[] text in _texts)
            {
                tokens += Utf8WordTokenizer.Tokenize(text, lowered, 0, starts, ends).Tokens;
            }
        }

        return tokens;
    }
}
