using System.Text;
using CsCheck;

namespace DataCuration.Filters.Tests.Lists;

public sealed class ByteTrieTests
{
    private static readonly string[] Pieces = ["a", "b", "c", "é", "😀", "\0"];
    private static readonly Gen<string> Text = Gen.Int[0, 5].Select(i => Pieces[i]).Array[0, 7].Select(string.Concat);

    [Fact]
    public void Find_AnyEntries_EqualsComparison()
    {
        int found = 0;
        Gen.Select(Text.Array[0, 12], Text.Array[1, 4].Select(string.Concat)).Sample((entries, text) =>
        {
            var trie = new ByteTrie(entries);
            byte[][] kept = [.. entries.Where(entry => entry.Length > 0).Select(Encoding.UTF8.GetBytes)];
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.Equal(kept.Any(entry => bytes.AsSpan().IndexOf(entry) >= 0), trie.IsIn(bytes));
            Assert.Equal(kept.Any(entry => bytes.AsSpan().SequenceEqual(entry)), trie.Contains(bytes));
            for (int at = 0; at < bytes.Length; at++)
            {
                int longest = kept.Where(entry => bytes.AsSpan(at).StartsWith(entry)).Select(entry => entry.Length).DefaultIfEmpty().Max();
                Assert.Equal(longest, trie.LongestAt(bytes.AsSpan(at)));
                found += longest > 0 ? 1 : 0;
            }
        });
        Assert.True(found > 50, $"{found} entries were found.");
    }

    [Fact]
    public void Contains_ManyEntries_HasExactlyThose()
    {
        string[] entries = [.. Enumerable.Range(0, 20_000).Select(i => $"{SeededRandom.Mix((ulong)i) % 1_000_000}.example-{i % 7}.com")];
        var trie = new ByteTrie(entries);
        var known = new HashSet<string>(entries, StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            Assert.True(trie.Contains(Encoding.UTF8.GetBytes(entry)));
            string other = entry.Replace("example", "exempla", StringComparison.Ordinal);
            Assert.False(trie.Contains(Encoding.UTF8.GetBytes(other)));
            Assert.Equal(known.Contains(entry[1..]), trie.Contains(Encoding.UTF8.GetBytes(entry[1..])));
        }
    }

    [Fact]
    public void Create_NoEntries_FindsNothing()
    {
        var trie = new ByteTrie([""]);
        Assert.True(trie.IsEmpty);
        Assert.False(trie.IsIn("a"u8));
        Assert.Equal(0, trie.LongestAt("a"u8));
    }
}
