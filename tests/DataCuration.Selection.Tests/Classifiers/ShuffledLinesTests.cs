using System.IO.Hashing;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class ShuffledLinesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(500, 1 << 20)]
    [InlineData(100_000, 1 << 20)]
    [InlineData(100_000, 32 << 20)]
    public void WriteTo_AnyMemoryAndOrder_WritesLinesByKeyAndText(int count, long memory)
    {
        (ulong Key, string Text)[] lines = [.. Enumerable.Range(0, count).Select(i => (SeededRandom.Mix((ulong)(i / 2)), i % 7 == 0 ? "" : $"line {i}"))];
        string expected = string.Concat(lines.OrderBy(line => line.Key).ThenBy(line => line.Text, StringComparer.Ordinal).Select(line => $"a {line.Text}\n"));
        foreach ((ulong, string)[] order in new[] { lines, [.. lines.Reverse()] })
        {
            using var shuffled = new ShuffledLines(folder[""], memory);
            foreach ((ulong key, string text) in order) shuffled.Add(key, "a "u8, Encoding.UTF8.GetBytes(text));
            using var output = new MemoryStream();
            var hash = new XxHash128();
            shuffled.WriteTo(output, hash, default);
            Assert.Equal(expected, Encoding.UTF8.GetString(output.ToArray()));
            Assert.Equal(XxHash128.Hash(output.ToArray()), hash.GetCurrentHash());
        }
    }

    [Fact]
    public void WriteTo_LineLargerThanTheMemory_WritesIt()
    {
        byte[] text = new byte[5 << 20];
        Array.Fill(text, (byte)'x');
        using var shuffled = new ShuffledLines(folder[""], 1 << 20);
        shuffled.Add(2, "a "u8, text);
        shuffled.Add(1, "a "u8, "short"u8);
        using var output = new MemoryStream();
        shuffled.WriteTo(output, null, default);
        Assert.Equal([.. "a short\na "u8, .. text, (byte)'\n'], output.ToArray());
    }

    /// <summary>Equal texts have one key, so they cannot be divided by it.</summary>
    [Fact]
    public void WriteTo_OneTextRepeated_IsSortedThroughFiles()
    {
        using var shuffled = new ShuffledLines(folder[""], 1 << 20);
        byte[] text = [.. Enumerable.Repeat((byte)'y', 1_000)];
        for (int i = 0; i < 20_000; i++) shuffled.Add(7, "b "u8, text);
        using var output = new MemoryStream();
        shuffled.WriteTo(output, null, default);
        Assert.Equal(20_000 * 1_003, output.Length);
        Assert.True(Directory.GetFiles(folder[""], "*", SearchOption.AllDirectories).Length < 100);
    }

    [Fact]
    public void WriteTo_NoLines_WritesNothing()
    {
        using var shuffled = new ShuffledLines(folder[""]);
        using var output = new MemoryStream();
        shuffled.WriteTo(output, null, default);
        Assert.Equal(0, output.Length);
    }
}
