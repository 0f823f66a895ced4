using System.IO.Hashing;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class ShuffledLinesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(2_000)]
    [InlineData(0)]
    public void WriteTo_AnyMemoryAndOrder_WritesLinesByKeyAndText(long memory)
    {
        (ulong Key, string Text)[] lines = [.. Enumerable.Range(0, 500).Select(i => (SeededRandom.Mix((ulong)(i / 2)), i % 7 == 0 ? "" : $"line {i}"))];
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
}
