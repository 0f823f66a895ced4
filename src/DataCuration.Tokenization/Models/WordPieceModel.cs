namespace DataCuration.Tokenization;

/// <summary>
/// WordPiece (google-research/bert, tokenization.py): the longest token at the start of the rest of a piece is taken, until the piece is covered. If it cannot
/// be, or has too many characters, it is unknown.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly TokenTrie first, next;
    private readonly int[] nextLengths;
    private readonly int unknown, maxCharacters;

    public WordPieceModel(TokenTable tokens, int unknown, ReadOnlySpan<byte> continuingPrefix, int maxCharacters)
    {
        (Tokens, this.unknown, this.maxCharacters) = (tokens, unknown, maxCharacters);
        var starts = new List<int>();
        var continuing = new List<int>();
        var rests = new TokenTable();
        for (int id = 0; id < tokens.Size; id++)
        {
            ReadOnlySpan<byte> spelling = tokens[id];
            if (spelling.IsEmpty || tokens.Find(spelling) != id) continue;
            starts.Add(id);
            if (spelling.Length <= continuingPrefix.Length || !spelling.StartsWith(continuingPrefix)) continue;
            rests.Set(spelling[continuingPrefix.Length..], id);
            continuing.Add(id);
        }
        first = new TokenTrie(tokens, starts, new int[tokens.Size]);
        next = new TokenTrie(rests, continuing, new int[rests.Size]);
        nextLengths = new int[tokens.Size];
        foreach (int id in continuing) nextLengths[id] = rests[id].Length;
    }

    public override string Kind => "WordPiece";

    public override TokenTable Tokens { get; }

    /// <summary>A word with more characters is unknown.</summary>
    public int MaxCharacters => maxCharacters;

    public override bool IsFallback(int id) => id == unknown;

    public override void Encode(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch)
    {
        int before = scratch.Count;
        if (CountCharacters(text[start..end]) <= maxCharacters)
        {
            int at = start;
            while (at < end)
            {
                int id = (at == start ? first : next).FindLongest(text[at..end]);
                if (id < 0) break;
                int length = at == start ? Tokens[id].Length : nextLengths[id];
                scratch.Add(id, at, at + length);
                at += length;
            }
            if (at == end) return;
        }
        scratch.Count = before;
        scratch.Add(unknown, start, end);
    }

    /// <summary>Counts the characters of a text.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte value in text) count += (value & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
