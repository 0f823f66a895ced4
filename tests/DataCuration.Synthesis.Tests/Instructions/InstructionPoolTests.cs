using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Instructions;

public sealed class InstructionPoolTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_BothForms_AreRead()
    {
        string path = folder.Write("seeds.jsonl", """
            {"instruction":"Explain A."}
            {"instruction":"Sum up.","input":"A text.","output":"ignored"}

            {"id":"seed_task_0","instruction":"Classify.","instances":[{"input":"B text","output":"o"},{"input":"other"}],"is_classification":true}
            {"instruction":"No data.","instances":[]}
            """);
        InstructionPool pool = InstructionPool.Load(path);
        Assert.Equal([new("Explain A."), new("Sum up.", "A text."), new("Classify.", "B text"), new InstructionExample("No data.")], pool.Examples);
        Assert.Equal("Sum up.\n\nA text.", pool.Examples[1].Text);
        Assert.Equal(pool.Fingerprint, new InstructionPool(pool.Examples).Fingerprint);
        Assert.NotEqual(pool.Fingerprint, pool.With([new("More.")]).Fingerprint);
        Assert.NotEqual(new InstructionPool([new("a", "b")]).Fingerprint, new InstructionPool([new("ab")]).Fingerprint);
    }

    [Theory]
    [InlineData("{\"instruction\":\"ok\"}\n{\"instruction\":7}", "line 2")]
    [InlineData("{\"instruction\":\" \"}", "line 1")]
    [InlineData("[1]", "line 1")]
    [InlineData("{\"instruction\":", "line 1")]
    [InlineData("\n\n", "no instructions")]
    public void Load_BadLine_IsNamed(string content, string named)
    {
        string path = folder.Write("seeds.jsonl", content);
        string message = Assert.Throws<InvalidDataException>(() => InstructionPool.Load(path)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_AnyCount_DrawsEachAtMostOnceAndAllAlike()
    {
        var pool = new InstructionPool(Enumerable.Range(0, 10).Select(i => new InstructionExample($"i{i}")));
        var random = new SeededRandom(1);
        int[] counts = new int[10], firsts = new int[10];
        for (int i = 0; i < 10_000; i++)
        {
            int[] drawn = pool.Sample(3, ref random);
            Assert.Equal(3, drawn.Distinct().Count());
            firsts[drawn[0]]++;
            foreach (int index in drawn) counts[index]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 2_800, 3_200)); // 3,000, and more than four standard deviations of 46
        Assert.All(firsts, count => Assert.InRange(count, 850, 1_150));
        Assert.Equal(Enumerable.Range(0, 10), pool.Sample(99, ref random).Order());
        Assert.Empty(pool.Sample(0, ref random));
    }

    [Fact]
    public void Pool_EmptyOrBlank_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new InstructionPool([]));
        Assert.Throws<ArgumentException>(() => new InstructionPool([new(" ")]));
    }
}
