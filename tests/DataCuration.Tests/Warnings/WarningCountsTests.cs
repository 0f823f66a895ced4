using System.Collections.Immutable;
namespace DataCuration.Tests.Warnings;

public sealed class WarningCountsTests
{
    [Fact]
    public void Add_AnyOrder_GivesTheSameCounts()
    {
        (string Kind, string Message)[] warnings = [.. Enumerable.Range(0, 1_000).Select(i => ($"kind {i % 250:D3}", $"message {i % 7} of {i % 250:D3}"))];
        RunWarning[] expected = [.. Count(warnings)];
        Assert.Equal(WarningCounts.MaxKinds + 1, expected.Length);
        Assert.All(expected[..^1], warning => Assert.Equal(4, warning.Count));
        Assert.Equal("message 0 of 000", Count(Enumerable.Repeat(("kind 000", "message 0 of 000"), 2).Append(("kind 000", "message 9")))[0].Message);
        Assert.Equal((WarningCounts.FurtherKind, 600L), (expected[^1].Kind, expected[^1].Count));
        for (ulong seed = 0; seed < 20; seed++)
            Assert.Equal(expected, Count(warnings.OrderBy(one => SeededRandom.Create(seed, one.Kind, one.Message).NextUInt64())));
    }

    [Fact]
    public void Merge_ShardsInOrder_KeepsTheFirstMessage()
    {
        RunWarning first = new() { Kind = "k", Message = "of shard 0", Count = 2 }, second = new() { Kind = "k", Message = "a shard later", Count = 3 };
        RunWarning other = new() { Kind = "a", Message = "a", Count = 1 };
        Assert.Equal([other, first with { Count = 5 }], WarningCounts.Merge([[first], [second, other]]));
        RunWarning further = new() { Kind = WarningCounts.FurtherKind, Message = WarningCounts.FurtherKind, Count = 4 };
        Assert.Equal([other, further with { Count = 8 }], WarningCounts.Merge([[further], [other, further]]));
    }

    [Theory]
    [InlineData(2_000, 2_000)]
    [InlineData(2_001, 2_001)]
    public void Cut_LongText_EndsAtACharacter(int length, int expected)
    {
        Assert.Equal(expected, WarningCounts.Cut(new string('x', length)).Length);
        string pairs = WarningCounts.Cut("x" + string.Concat(Enumerable.Repeat("\ud83d\ude00", 1_500)));
        Assert.Equal("x" + string.Concat(Enumerable.Repeat("\ud83d\ude00", 999)) + "…", pairs);
    }

    [Theory]
    [InlineData("k", "m", 1, "m")]
    [InlineData("m", "m", 3, "3 x m")]
    [InlineData("k", "m", 3, "3 x k; for example: m")]
    public void ToString_CountAndKind_AreShown(string kind, string message, long count, string expected) =>
        Assert.Equal(expected, new RunWarning { Kind = kind, Message = message, Count = count }.ToString());

    private static ImmutableArray<RunWarning> Count(IEnumerable<(string Kind, string Message)> warnings)
    {
        var counts = new WarningCounts();
        foreach ((string kind, string message) in warnings) counts.Add(kind, message);
        return counts.ToWarnings();
    }
}
