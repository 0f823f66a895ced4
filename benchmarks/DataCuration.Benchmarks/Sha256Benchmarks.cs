using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace DataCuration.Benchmarks;

/// <summary>Computes the buckets of 8,000 short n-grams: in eight lanes (with packing and modulus), with one platform call each, and with XXH3.</summary>
public unsafe class Sha256Benchmarks
{
    private const int Count = 8000;
    private const int Stride = 128;

    private readonly byte[] _texts = new byte[Count * Stride];
    private readonly int[] _lengths = new int[Count];
    private readonly int[] _buckets = new int[Count];
    private readonly Modulus _modulus = new(10000);
    private Sha256BucketBatch? _batch;

    [GlobalSetup]
    public void Setup()
    {
        _batch = NewBatch();
        for (int i = 0; i < Count; i++)
        {
            _lengths[i] = Encoding.UTF8.GetBytes($"word{i * 7919} pair{i}", _texts.AsSpan(i * Stride));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int HashData()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < Count; i++)
        {
            SHA256.HashData(_texts.AsSpan(i * Stride, _lengths[i]), digest);
            _buckets[i] = (int)_modulus.ReduceBigEndian(digest);
        }

        return _buckets[^1];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int EightLanes()
    {
        fixed (byte* texts = _texts)
        fixed (int* buckets = _buckets)
        {
            for (int i = 0; i < Count; i++)
            {
                _batch!.Add(texts + (i * Stride), _lengths[i], buckets + i);
            }

            _batch!.Flush();
        }

        return _buckets[^1];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int XxHash3()
    {
        fixed (byte* texts = _texts)
        {
            for (int i = 0; i < Count; i++)
            {
                _buckets[i] = (int)_modulus.Reduce(ShortXxHash3.Hash(texts + (i * Stride), _lengths[i]));
            }
        }

        return _buckets[^1];
    }

    [GlobalCleanup]
    public void Cleanup() => _batch?.Dispose();

    private static Sha256BucketBatch NewBatch() => new(10000);
}
