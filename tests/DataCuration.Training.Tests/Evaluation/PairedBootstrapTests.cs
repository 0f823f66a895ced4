namespace DataCuration.Training.Tests;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void Compare_WithItself_IsZeroThroughout()
    {
        EvaluationResult result = Make(100, (_, noise) => 2 + noise);
        BitsPerByteDifference difference = PairedBootstrap.Compare(result, result);
        Assert.Equal((0, 0, 0), (difference.Mean, difference.Low, difference.High));
        Assert.False(difference.IsSignificant);
    }

    [Fact]
    public void Compare_ConstantGain_HasNoWidth()
    {
        BitsPerByteDifference difference = PairedBootstrap.Compare(Make(100, (_, noise) => 1.5 + noise), Make(100, (_, noise) => 2 + noise));
        Assert.Equal(-0.5, difference.Mean, 1e-12);
        Assert.Equal(-0.5, difference.Low, 1e-12);
        Assert.Equal(-0.5, difference.High, 1e-12);
        Assert.True(difference.IsSignificant);
    }

    [Fact]
    public void Compare_SwappedModels_MirrorsTheInterval()
    {
        EvaluationResult one = Make(80, (i, noise) => 2 + noise * (i % 3));
        EvaluationResult other = Make(80, (_, noise) => 2.05 + noise);
        BitsPerByteDifference forth = PairedBootstrap.Compare(one, other);
        BitsPerByteDifference back = PairedBootstrap.Compare(other, one);
        Assert.Equal(-forth.Mean, back.Mean, 1e-12);
        Assert.Equal(-forth.Low, back.High, 1e-12);
        Assert.Equal(-forth.High, back.Low, 1e-12);
        Assert.InRange(forth.Mean, forth.Low, forth.High);
    }

    [Fact]
    public void Compare_SameSeed_IsTheSame()
    {
        EvaluationResult one = Make(50, (i, noise) => 2 + noise * (i % 3));
        EvaluationResult other = Make(50, (_, noise) => 2 + noise);
        Assert.Equal(PairedBootstrap.Compare(one, other, seed: 4), PairedBootstrap.Compare(one, other, seed: 4));
        Assert.NotEqual(PairedBootstrap.Compare(one, other, seed: 4), PairedBootstrap.Compare(one, other, seed: 5));
    }

    [Fact]
    public void Compare_NormalDifferences_HasTheTextbooksWidth()
    {
        // With equal lengths, this is the interval of a mean: ± 1.96 standard errors.
        var random = new SeededRandom(3);
        const int Count = 400;
        double[] gains = [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
        EvaluationResult one = new([.. gains.Select((gain, i) => Evaluated($"d{i}", (2 + gain) * 100, 100))]);
        EvaluationResult other = new([.. gains.Select((_, i) => Evaluated($"d{i}", 2 * 100, 100))]);
        BitsPerByteDifference difference = PairedBootstrap.Compare(one, other, resamples: 4_000);
        Assert.Equal(gains.Average(), difference.Mean, 1e-12);
        double expected = 2 * 1.96 * Math.Sqrt(gains.Sum(gain => Math.Pow(gain - gains.Average(), 2)) / Count / Count);
        Assert.InRange(difference.High - difference.Low, expected * 0.93, expected * 1.07);
    }

    [Fact]
    public void Compare_LongDocuments_WeighMore()
    {
        EvaluationResult one = new([Evaluated("short", 10, 10), Evaluated("long", 500, 1_000)]);
        EvaluationResult other = new([Evaluated("short", 20, 10), Evaluated("long", 1_000, 1_000)]);
        Assert.Equal(-510.0 / 1_010, PairedBootstrap.Compare(one, other).Mean, 1e-12);
    }

    [Fact]
    public void Compare_ManySamples_CoversTheTruthAsOftenAsItSays()
    {
        // 600 samples of 60 documents with a true difference of 0.1: the interval contains it in about 95 of 100.
        int covered = 0;
        var random = new SeededRandom(8);
        for (int sample = 0; sample < 600; sample++)
        {
            double[] gains = [.. Enumerable.Range(0, 60).Select(_ => 0.1 + ((random.NextDouble() + random.NextDouble() - 1) * 0.5))];
            EvaluationResult one = new([.. gains.Select((gain, i) => Evaluated($"d{i}", (2 + gain) * 100, 100))]);
            EvaluationResult other = new([.. gains.Select((_, i) => Evaluated($"d{i}", 200, 100))]);
            BitsPerByteDifference difference = PairedBootstrap.Compare(one, other, 400, (ulong)sample);
            if (difference.Low <= 0.1 && difference.High >= 0.1) covered++;
        }
        Assert.InRange(covered / 600.0, 0.91, 0.98);
    }

    [Fact]
    public void CompareStratified_OneStratum_EqualsCompare()
    {
        EvaluationResult one = Make(50, (i, noise) => 2 + noise * (i % 3));
        EvaluationResult other = Make(50, (_, noise) => 2 + noise);
        Assert.Equal(PairedBootstrap.Compare(one, other, seed: 4), PairedBootstrap.CompareStratified(one, other, [.. Enumerable.Repeat("a", 50)], seed: 4));
    }

    [Fact]
    public void CompareStratified_ConstantGainInEachStratum_HasNoWidth()
    {
        // All draws have 40 documents of one stratum and 10 of the other, so nothing varies. Draws over all documents do.
        EvaluationResult one = new([.. Enumerable.Range(0, 50).Select(i => Evaluated($"d{i}", i < 40 ? 100 : 300, 100))]);
        EvaluationResult other = new([.. Enumerable.Range(0, 50).Select(i => Evaluated($"d{i}", 200, 100))]);
        BitsPerByteDifference stratified = PairedBootstrap.CompareStratified(one, other, [.. Enumerable.Range(0, 50).Select(i => i < 40 ? "a" : null)]);
        Assert.Equal((-0.6, -0.6, -0.6), (stratified.Mean, Math.Round(stratified.Low, 12), Math.Round(stratified.High, 12)));
        BitsPerByteDifference plain = PairedBootstrap.Compare(one, other);
        Assert.True(plain.High - plain.Low > 0.2);
    }

    [Fact]
    public void CompareStratified_OtherNumberOfStrata_Throws() =>
        Assert.Throws<ArgumentException>(() => PairedBootstrap.CompareStratified(Make(3, (_, noise) => noise), Make(3, (_, noise) => noise), ["a"]));

    [Fact]
    public void Compare_OtherDocuments_NamesThem()
    {
        EvaluationResult one = new([Evaluated("a", 10, 10)]);
        EvaluationResult other = new([Evaluated("b", 10, 10)]);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare(one, other)).Message, StringComparison.Ordinal);
    }

    private static DocumentEvaluation Evaluated(string id, double bits, long bytes) => new() { Id = id, Bits = bits, Utf8Bytes = bytes, Tokens = bytes };

    private static EvaluationResult Make(int count, Func<int, double, double> bitsPerByte)
    {
        var random = new SeededRandom(11);
        return new([.. Enumerable.Range(0, count).Select(i =>
        {
            long bytes = 10 + random.NextInt64(500);
            return Evaluated($"d{i}", bitsPerByte(i, random.NextDouble()) * bytes, bytes);
        })]);
    }
}
