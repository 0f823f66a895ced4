using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class DsirModelTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static byte[] Model(int targets = 1, double[]? proportions = null)
    {
        using var stream = new MemoryStream();
        var features = new HashedNGrams { Buckets = 50, NGrams = 2 };
        long[][] counts = [.. Enumerable.Range(1, targets).Select(k => Enumerable.Range(0, 50).Select(i => (long)(i % (k + 3))).ToArray())];
        DsirModel.Write(stream, features, 0.5, [.. Enumerable.Range(1, 50).Select(i => (long)i)], counts, proportions);
        return stream.ToArray();
    }

    private DsirModel Load(byte[] bytes) => DsirModel.Load(folder.Inputs.Write("dsir.model", bytes));

    [Fact]
    public void Load_WhatWasWritten_IsTheSameToTheBit()
    {
        DsirModel model = Load(Model(2, [1, 3]));
        Assert.Equal((2, 50, 2, 0.5, 1_275L), (model.Features.NGrams, model.Features.Buckets, model.TargetCount, model.TargetSmoothing, model.RawNGrams));
        Assert.Equal([0.25, 0.75], model.TargetProportions.ToArray());
        Assert.Equal(1, model.RawProbabilities.ToArray().Sum(), 1e-12);
        Assert.Equal(1, model.TargetProbabilities(1).ToArray().Sum(), 1e-12);
        for (int k = 0; k < 2; k++)
            for (int i = 0; i < 50; i++)
                Assert.Equal(Math.Log(model.TargetProbabilities(k)[i] + 1e-8) - Math.Log(model.RawProbabilities[i] + 1e-8), model.LogRatios[k * 50 + i], 1e-12);
        Assert.Equal(model.Fingerprint, Load(Model(2, [1, 3])).Fingerprint);
        Assert.NotEqual(model.Fingerprint, Load(Model(2)).Fingerprint);
    }

    [Fact]
    public void Load_DamagedAnywhere_IsRefused()
    {
        byte[] whole = Model();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample((position, bit) =>
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= (byte)(1 << bit);
            Assert.Throws<InvalidDataException>(() => Load(damaged));
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Load_Truncated_IsRefused()
    {
        byte[] whole = Model();
        Gen.Int[0, whole.Length - 1]
            .Sample(length => Assert.Throws<InvalidDataException>(() => Load(whole.AsSpan(0, length).ToArray())), iter: 100, threads: 1);
        Assert.Throws<InvalidDataException>(() => Load([.. whole, 0]));
    }

    [Fact]
    public void Load_OtherThings_SaysWhat()
    {
        Assert.Contains("does not begin with DSIRMODL",
            Assert.Throws<InvalidDataException>(() => Load("{\"format\": 1}"u8.ToArray())).Message, StringComparison.Ordinal);
        byte[] version = Model();
        version[8] = 7;
        Assert.Contains("format version is 7", Assert.Throws<InvalidDataException>(() => Load(version)).Message, StringComparison.Ordinal);
        byte[] huge = Model();
        BitConverter.TryWriteBytes(huge.AsSpan(16), int.MaxValue);
        Assert.Contains("do not match the file", Assert.Throws<InvalidDataException>(() => Load(huge)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => DsirModel.Load(folder.Inputs["nothing"]));
    }

    [Fact]
    public void RequireFeatures_Others_NamesBoth()
    {
        DsirModel model = Load(Model());
        model.RequireFeatures(new HashedNGrams { Buckets = 50, NGrams = 2 });
        CurationException error = Assert.Throws<CurationException>(() => model.RequireFeatures(new HashedNGrams { Buckets = 51, NGrams = 2 }));
        Assert.Contains("50", error.Message, StringComparison.Ordinal);
        Assert.Contains("51", error.Message, StringComparison.Ordinal);
    }
}
