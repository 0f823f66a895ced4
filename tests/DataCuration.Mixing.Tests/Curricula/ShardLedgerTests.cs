using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Curricula;

public sealed class ShardLedgerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder["shards.jsonl"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Draw_SecondTime_IsForbidden()
    {
        using (ShardLedger ledger = ShardLedger.Open(File))
        {
            ledger.Draw("web-1", "stage 1");
            Assert.False(ledger.TryDraw("web-1", "stage 2"));
        }
        using ShardLedger again = ShardLedger.Open(File);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => again.Draw("web-1", "stage 2"));
        Assert.Contains("'web-1' was drawn for 'stage 1'", error.Message, StringComparison.Ordinal);
        Assert.Equal("stage 1", again.UseOf("web-1"));
        Assert.Equal(["web-0", "web-2"], again.Remaining(["web-0", "web-1", "web-2"]));
    }

    [Fact]
    public void Open_AfterACutLine_DrawsTheShardAgain()
    {
        using (ShardLedger ledger = ShardLedger.Open(File))
        {
            ledger.Draw("a", "x");
            ledger.Draw("b", "x");
        }
        using (FileStream stream = System.IO.File.OpenWrite(File)) stream.SetLength(stream.Length - 3);
        using ShardLedger again = ShardLedger.Open(File);
        Assert.Equal(["a"], again.Drawn);
        again.Draw("b", "x");
        Assert.Equal(["a", "b"], again.Drawn);
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using ShardLedger ledger = ShardLedger.Open(File);
        Assert.Throws<IOException>(() => ShardLedger.Open(File));
    }

    [Fact]
    public async Task TryDraw_FromManyThreads_GivesEachShardOnce()
    {
        using ShardLedger ledger = ShardLedger.Open(File);
        bool[] drawn = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => ledger.TryDraw($"shard {i % 10}", $"{i}"))));
        Assert.Equal(10, drawn.Count(one => one));
    }

    [Fact]
    public void Open_OtherFile_IsAnError()
    {
        System.IO.File.WriteAllText(File, "{\"a\":1}\n{\"b\":2}\n");
        Assert.Contains("Line 1", Assert.Throws<InvalidDataException>(() => ShardLedger.Open(File)).Message, StringComparison.Ordinal);
    }
}
