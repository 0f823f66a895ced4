using CsCheck;

namespace DataCuration.Training.Tests;

public sealed class RowScheduleTests
{
    [Fact]
    public void Locate_ThreeToOne_RepeatsThePattern()
    {
        var schedule = new RowSchedule([3, 1]);
        Assert.Equal([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0], Enumerable.Range(0, 12).Select(row => schedule.Locate(row).Part));
        Assert.Equal([0, 1, 0, 2, 3, 4, 1, 5, 6, 7, 2, 8], Enumerable.Range(0, 12).Select(row => schedule.Locate(row).Row));
    }

    [Fact]
    public void Locate_EqualWeights_TakeTurnsFromTheFirst() =>
        Assert.Equal([0, 1, 0, 1, 0, 1], Enumerable.Range(0, 6).Select(row => new RowSchedule([0.5, 0.5]).Locate(row).Part));

    [Fact]
    public void Locate_OnePart_IsTheIdentity() => Gen.Long[0, long.MaxValue - 1].Sample(row => Assert.Equal((0, row), new RowSchedule([0.3]).Locate(row)));

    [Fact]
    public void Locate_AnyWeights_NumbersTheRowsOfEachPartWithoutGaps() => Weights.Sample(weights =>
    {
        var schedule = new RowSchedule(weights);
        var next = new long[weights.Length];
        for (long row = 0; row < 500; row++)
        {
            for (int part = 0; part < weights.Length; part++) Assert.Equal(next[part], schedule.Count(part, row));
            (int chosen, long own) = schedule.Locate(row);
            Assert.Equal(next[chosen]++, own);
        }
    }, iter: 200);

    [Fact]
    public void Count_TwoParts_IsTheRoundedQuota() => Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 1000], Gen.Long[0, 1L << 40]).Sample((one, other, rows) =>
    {
        var schedule = new RowSchedule([one, other]);
        decimal quota = (decimal)rows * one / (one + other);
        Assert.InRange(schedule.Count(0, rows) - quota, -0.501m, 0.501m);
        Assert.Equal(rows, schedule.Count(0, rows) + schedule.Count(1, rows));
    });

    [Fact]
    public void Count_AnyWeights_StaysWithinTwoRowsOfTheQuota() => Gen.Select(Weights, Gen.Long[0, 1L << 34]).Sample((weights, rows) =>
    {
        var schedule = new RowSchedule(weights);
        double sum = weights.Sum();
        long total = 0;
        for (int part = 0; part < weights.Length; part++)
        {
            long count = schedule.Count(part, rows);
            total += count;
            Assert.InRange(count - rows * (weights[part] / sum), -2, 2);
        }
        Assert.Equal(rows, total);
    }, iter: 2_000);

    private static Gen<double[]> Weights =>
        Gen.OneOf(Gen.Double[0.001, 1], Gen.Int[1, 5].Select(weight => (double)weight), Gen.Int[0, 20].Select(exponent => Math.Pow(2, exponent))).Array[1, 24];
}
