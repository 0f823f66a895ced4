namespace DataCuration.Training.Tests;

public sealed class WarmupStableDecayTests
{
    private static readonly LearningRateSchedule Schedule = new()
    {
        Peak = 0.01,
        WarmupSteps = 4,
        TotalSteps = 20,
        MinimumRatio = 0.1,
        Decay = LearningRateDecay.WarmupStableDecay,
        DecaySteps = 4,
    };

    // minimum + (peak - minimum) * (1 - sqrt(k / 4)) for the last four steps.
    [Theory]
    [InlineData(0, 0.0025)]
    [InlineData(3, 0.01)]
    [InlineData(4, 0.01)]
    [InlineData(15, 0.01)]
    [InlineData(16, 0.001 + 0.009 * 0.5)]
    [InlineData(17, 0.001 + 0.009 * 0.2928932188134525)]
    [InlineData(19, 0.001)]
    [InlineData(99, 0.001)]
    public void At_Step_HasTheFormulasValue(long step, double expected) => Assert.Equal(expected, Schedule.At(step), 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void At_AnyDecay_StaysBetweenMinimumAndPeak(long decay)
    {
        LearningRateSchedule schedule = Schedule with { DecaySteps = decay };
        for (long step = 4; step < 30; step++) Assert.InRange(schedule.At(step), 0.001 - 1e-12, 0.01 + 1e-12);
        Assert.Equal(decay == 0 ? 0.01 : 0.001, schedule.At(19), 1e-12);
    }

    [Fact]
    public void Schedule_OfOptions_DecaysInTheLastPart()
    {
        LearningRateSchedule schedule = new TrainingOptions { Steps = 1_000, Decay = LearningRateDecay.WarmupStableDecay }.Schedule(DecoderOptions.Tiny);
        Assert.Equal(schedule.Peak, schedule.At(799));
        Assert.True(schedule.At(800) < schedule.Peak);
    }
}
