using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>Finds added tokens in a text: at each place the longest one.</summary>
internal sealed class AddedTokenSearch
{
    private readonly AddedTokenInfo[] tokens;
    private readonly int[] lengths;
    private readonly TokenTrie trie;
    private readonly SearchValues<byte> starts;

    /// <summary>Creates a search.</summary>
    /// <param name="tokens">The tokens and the texts to search for. Of equal texts, the first one counts.</param>
    public AddedTokenSearch(IEnumerable<(AddedTokenInfo Token, string Text)> tokens)
    {
        var table = new TokenTable();
        var found = new List<AddedTokenInfo>();
        foreach ((AddedTokenInfo token, string text) in tokens)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (table.Find(bytes) >= 0) continue;
            table.Set(bytes, found.Count);
            found.Add(token);
        }
        this.tokens = [.. found];
        lengths = new int[found.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = table[i].Length;
        trie = new TokenTrie(table, [.. Enumerable.Range(0, found.Count)], new int[found.Count]);
        starts = SearchValues.Create([.. Enumerable.Range(0, found.Count).Select(i => table[i][0]).Distinct()]);
    }

    /// <summary>True if there are no tokens.</summary>
    public bool IsEmpty => tokens.Length == 0;

    /// <summary>Finds the first token in a text, from a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to search.</param>
    /// <param name="match">The match of the token's text, without white space around it.</param>
    /// <returns>The token; null without one.</returns>
    public AddedTokenInfo? Find(ReadOnlySpan<byte> text, int from, out (int Start, int End) match)
    {
        match = default;
        for (int at = from; at < text.Length; at++)
        {
            int start = text[at..].IndexOfAny(starts);
            if (start < 0) return null;
            at += start;
            int found = trie.FindLongest(text[at..]);
            if (found < 0) continue;
            match = (at, at + lengths[found]);
            return tokens[found];
        }
        return null;
    }
}
