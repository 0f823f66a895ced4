using CsCheck;

namespace DataCuration.Training.Tests;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule Schedule = new() { Peak = 0.01, WarmupSteps = 4, TotalSteps = 13, MinimumRatio = 0.1 };

    // After warm-up: 0.001 + 0.009 * (1 + cos(pi * k / 8)) / 2 for k = 0 … 8.
    [Theory]
    [InlineData(0, 0.0025)]
    [InlineData(1, 0.005)]
    [InlineData(3, 0.01)]
    [InlineData(4, 0.01)]
    [InlineData(6, 0.001 + 0.009 * 0.8535533905932737)]
    [InlineData(8, 0.0055)]
    [InlineData(10, 0.001 + 0.009 * 0.14644660940672627)]
    [InlineData(12, 0.001)]
    [InlineData(99, 0.001)]
    public void At_Step_HasTheFormulasValue(long step, double expected) => Assert.Equal(expected, Schedule.At(step), 1e-15);

    [Fact]
    public void At_NoWarmup_BeginsAtThePeak() => Assert.Equal(0.01, (Schedule with { WarmupSteps = 0 }).At(0), 1e-15);

    [Fact]
    public void At_OnlyWarmup_NeverFalls() => Assert.Equal(0.01, (Schedule with { WarmupSteps = 13 }).At(12));

    [Fact]
    public void At_AnySchedule_StaysBetweenMinimumAndPeakAndFallsAfterWarmup() =>
        Gen.Select(Gen.Long[0, 50], Gen.Long[1, 200], Gen.Double[0, 1]).Sample((warmup, total, ratio) =>
        {
            var schedule = new LearningRateSchedule { Peak = 1, WarmupSteps = warmup, TotalSteps = total, MinimumRatio = ratio };
            for (long step = warmup; step < total; step++)
            {
                Assert.InRange(schedule.At(step), ratio - 1e-12, 1);
                Assert.True(schedule.At(step + 1) <= schedule.At(step) + 1e-12);
            }
        }, iter: 50);
}
