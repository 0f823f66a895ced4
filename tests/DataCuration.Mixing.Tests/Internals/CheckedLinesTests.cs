using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Internals;

public sealed class CheckedLinesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder["lines.jsonl"];

    public void Dispose() => folder.Dispose();

    /// <summary>A path that is given by mistake must not cost a file.</summary>
    [Theory]
    [InlineData("{\"version\":1,\"weights\":[0.5,0.5]}")]
    [InlineData("{\"version\":1,\"weights\":[0.5,0.5]}\n")]
    [InlineData("not JSON")]
    [InlineData("\n")]
    public async Task Open_OtherFileOfOneLine_IsRefusedAndLeftAsItIs(string content)
    {
        await File.WriteAllTextAsync(Path, content, TestContext.Current.CancellationToken);
        Assert.Contains("left as it is", Assert.Throws<InvalidDataException>(() => ShardLedger.Open(Path)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => MixtureTrajectoryLog.Open(Path, ["a", "b"], "p"));
        var search = new ClimbSearch([new("a", 1), new("b", 1)], new DelegateMixtureEvaluator("a", weights => weights["a"])) { JournalFile = Path };
        await Assert.ThrowsAsync<InvalidDataException>(() => search.RunAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(content, await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Open_FirstLineThatAKillHasCut_StartsAnew()
    {
        ShardLedger.Open(Path).Dispose();
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            ShardLedger.Open(Path).Dispose();
            Assert.Equal(whole, File.ReadAllBytes(Path));
        }
    }

    [Fact]
    public void Open_JournalOfASearchAsLedger_IsRefused()
    {
        File.WriteAllBytes(Path, CheckedLines.Seal(json =>
        {
            json.WriteNumber("version", 1);
            json.WriteString("policy", "p");
        }));
        Assert.Contains("another kind", Assert.Throws<InvalidDataException>(() => ShardLedger.Open(Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>A full disk writes a part of a line. Later lines must not follow that part.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Append_AfterAWriteThatFailed_LeavesWholeLinesOnly(bool cutFails)
    {
        var stream = new FullDisk { CutFails = cutFails };
        var file = new CheckedLines(stream);
        file.Append(json => json.WriteNumber("a", 1));
        stream.IsFull = true;
        Assert.Throws<IOException>(() => file.Append(json => json.WriteNumber("b", 2)));
        stream.IsFull = false;
        file.Append(json => json.WriteNumber("c", 3));
        File.WriteAllBytes(Path, stream.ToArray());
        Assert.Equal(["{\"a\":1", "{\"c\":3"], CheckedLines.Read(Path).Select(line => Encoding.UTF8.GetString(line.Span)[..6]));
    }

    private sealed class FullDisk : MemoryStream
    {
        public bool IsFull { get; set; }

        public bool CutFails { get; init; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull) throw new IOException("No space left on device");
        }

        public override void SetLength(long value)
        {
            if (IsFull && CutFails) throw new IOException("No space left on device");
            base.SetLength(value);
        }
    }
}
