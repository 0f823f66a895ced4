using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class KeywordTableTests
{
    private static readonly KeywordTable Four = new([new("a", 1000), new("b", 100), new("c", 10), new("d", 1)]);

    [Theory]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Sample_Pairs_HaveTheExactProbabilities(double temperature)
    {
        const int Draws = 200_000;
        var random = new SeededRandom(7);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Draws; i++)
        {
            string pair = string.Concat(Four.Sample(2, temperature, ref random).Select(keyword => keyword.Text));
            counts[pair] = counts.GetValueOrDefault(pair) + 1;
        }
        double[] weights = [.. Four.Keywords.Select(keyword => Math.Pow(keyword.Weight, 1 / temperature))];
        double sum = weights.Sum();
        for (int first = 0; first < 4; first++)
        {
            for (int second = 0; second < 4; second++)
            {
                if (first == second) continue;
                double p = weights[first] / sum * (weights[second] / (sum - weights[first]));
                int seen = counts.GetValueOrDefault(Four.Keywords[first].Text + Four.Keywords[second].Text);
                double deviation = Math.Sqrt(Draws * p * (1 - p));
                Assert.InRange(seen, Draws * p - 5 * deviation - 1, Draws * p + 5 * deviation + 1);
            }
        }
        Assert.Equal(Draws, counts.Values.Sum());
    }

    [Fact]
    public void Sample_AllKeywords_IsAPermutation()
    {
        var random = new SeededRandom(1);
        for (int i = 0; i < 50; i++) Assert.Equal(["a", "b", "c", "d"], Four.Sample(4, 3, ref random).Select(keyword => keyword.Text).Order());
    }

    [Fact]
    public void Sample_AnyCount_IsTheStartOfALongerSample()
    {
        var table = new KeywordTable(Enumerable.Range(1, 200).Select(i => new Keyword($"k{i}", i)));
        SeededRandom one = new(5), two = new(5);
        Assert.Equal(table.Sample(200, 3, ref one).Take(20), table.Sample(20, 3, ref two));
        Assert.Equal(one.NextUInt64(), two.NextUInt64());
    }

    [Fact]
    public void Sample_ExtremeWeights_AreOrdered()
    {
        var table = new KeywordTable([new("low", double.Epsilon), new("high", double.MaxValue)]);
        var random = new SeededRandom(2);
        for (int i = 0; i < 100; i++) Assert.Equal("high", table.Sample(1, 0.01, ref random)[0].Text);
    }

    [Fact]
    public void Sample_WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(1, double.NaN));

        static void Draw(int count, double temperature)
        {
            var random = new SeededRandom(1);
            Four.Sample(count, temperature, ref random);
        }
    }

    [Fact]
    public void Constructor_BadTable_NamesTheKeyword()
    {
        Assert.Throws<ArgumentException>(() => new KeywordTable([]));
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => new KeywordTable([new("a", 1), new("a", 2)])).Message);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => new KeywordTable([new("a", 1), new("b", 0)])).Message);
        Assert.NotEqual(Four.Fingerprint, new KeywordTable([new("a", 1000), new("b", 100), new("c", 10), new("d", 2)]).Fingerprint);
    }

    [Fact]
    public void Load_File_ReadsWeights()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["k.tsv"], "steel\t2.5\n\nglass fibre\n");
        Assert.Equal([new Keyword("steel", 2.5), new("glass fibre", 1)], KeywordTable.Load(folder["k.tsv"]).Keywords);
        File.WriteAllText(folder["bad.tsv"], "steel\nglass\tmany\n");
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => KeywordTable.Load(folder["bad.tsv"])).Message);
        File.WriteAllText(folder["twice.tsv"], "steel\nsteel\n");
        Assert.Contains("'steel'", Assert.Throws<InvalidDataException>(() => KeywordTable.Load(folder["twice.tsv"])).Message);
    }
}
