using DataCuration.Experiments;

namespace DataCuration.Training.Tests.Experiments;

/// <summary>The paired bootstrap of accuracies on known cases.</summary>
public sealed class AccuracyDifferenceTests
{
    [Fact]
    public void Between_SameGainInEachGroup_HasAnIntervalOfNoWidth()
    {
        (int, int)[] candidate = [.. Enumerable.Repeat((7, 10), 20)], baseline = [.. Enumerable.Repeat((4, 10), 20)];
        AccuracyDifference difference = AccuracyDifference.Between(candidate, baseline);
        Assert.Equal(0.3, difference.Mean, 12);
        Assert.Equal(0.3, difference.Low, 12);
        Assert.Equal(0.3, difference.High, 12);
    }

    [Fact]
    public void Between_SwappedModels_NegatesTheInterval()
    {
        (int, int)[] one = [.. Enumerable.Range(0, 30).Select(i => (i % 7, 10))], other = [.. Enumerable.Range(0, 30).Select(i => (i % 4, 10))];
        AccuracyDifference forward = AccuracyDifference.Between(one, other), back = AccuracyDifference.Between(other, one);
        Assert.Equal(forward.Mean, -back.Mean, 12);
        Assert.Equal(forward.Low, -back.High, 12);
        Assert.Equal(forward.High, -back.Low, 12);
    }

    [Fact]
    public void Between_GainInHalfOfTheGroups_HasTheBinomialsInterval()
    {
        // 100 groups of one question, 50 of them gained: the standard error is 0.05, and the 95 % interval about 0.5 ± 0.098.
        (int, int)[] candidate = [.. Enumerable.Range(0, 100).Select(i => (i % 2, 1))], baseline = [.. Enumerable.Repeat((0, 1), 100)];
        AccuracyDifference difference = AccuracyDifference.Between(candidate, baseline);
        Assert.Equal(0.5, difference.Mean, 12);
        Assert.InRange(difference.Low, 0.39, 0.42);
        Assert.InRange(difference.High, 0.58, 0.61);
    }

    [Fact]
    public void Between_GroupsOfOtherSizes_WeighsQuestions()
    {
        AccuracyDifference difference = AccuracyDifference.Between([(9, 9), (0, 1)], [(0, 9), (0, 1)]);
        Assert.Equal(0.9, difference.Mean, 12);
    }
}
