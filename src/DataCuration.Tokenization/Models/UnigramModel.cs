namespace DataCuration.Tokenization;

/// <summary>
/// The unigram language model of SentencePiece (Kudo 2018): of all ways to split a piece into tokens the one with the highest sum of scores. A character
/// without a token costs 10 more than the lowest score. Unknown characters in a row become one token, or the tokens of their bytes.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;
    private readonly double[] scores;
    private readonly int unknown;
    private readonly int[]? byteTokens;
    private readonly double unknownScore;
    private readonly TokenTrie trie;
    private readonly int[] shorter;

    public UnigramModel(TokenTable tokens, double[] scores, int unknown, int[]? byteTokens)
    {
        (Tokens, this.scores, this.unknown, this.byteTokens) = (tokens, scores, unknown, byteTokens);
        var ids = new List<int>();
        double lowest = double.PositiveInfinity;
        for (int id = 0; id < scores.Length; id++)
        {
            lowest = Math.Min(lowest, scores[id]);
            if (tokens[id].Length > 0 && tokens.Find(tokens[id]) == id) ids.Add(id);
        }
        unknownScore = lowest - UnknownPenalty;
        shorter = new int[tokens.Size];
        trie = new TokenTrie(tokens, ids, shorter);
    }

    public override string Kind => "Unigram";

    public override TokenTable Tokens { get; }

    public override int VocabularyCount => scores.Length;

    /// <summary>True if each character of a piece is in some token.</summary>
    public bool KeepsText => unknown >= 0 || (byteTokens is not null && !byteTokens.Contains(-1));

    public override bool IsFallback(int id) => id >= 0 && (id == unknown || (byteTokens is not null && Array.IndexOf(byteTokens, id) >= 0));

    public override void Encode(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch)
    {
        ReadOnlySpan<byte> word = text[start..end];
        Span<UnigramNode> nodes = scratch.ReserveNodes(word.Length + 1).AsSpan(0, word.Length + 1);
        foreach (ref UnigramNode node in nodes) node.Start = -1;
        nodes[0].Score = 0;
        for (int at = 0; at < word.Length;)
        {
            int length = CodePoints.LengthOf(word[at]);
            double before = nodes[at].Score;
            bool hasCharacter = false;
            for (int id = trie.FindLongest(word[at..]); id >= 0; id = shorter[id])
            {
                int size = Tokens[id].Length;
                Offer(ref nodes[at + size], before + scores[id], at, id);
                hasCharacter |= size == length;
            }
            if (!hasCharacter)
            {
                if (unknown < 0) throw new InvalidDataException("The text has a character that is not in the vocabulary, which has no unknown token.");
                Offer(ref nodes[at + length], before + unknownScore, at, unknown);
            }
            at += length;
        }
        Emit(word, start, nodes, scratch);
    }

    private static void Offer(ref UnigramNode node, double score, int start, int token)
    {
        if (node.Start >= 0 && score <= node.Score) return;
        (node.Score, node.Start, node.Token) = (score, start, token);
    }

    private void Emit(ReadOnlySpan<byte> word, int offset, Span<UnigramNode> nodes, EncodeScratch scratch)
    {
        // The way is known from its end. Links are turned around first.
        int next = -1;
        for (int at = word.Length; at > 0;)
        {
            int before = nodes[at].Start;
            nodes[at].Start = next;
            next = at;
            at = before;
        }
        int from = 0;
        while (next > 0)
        {
            int end = next, token = nodes[next].Token;
            next = nodes[end].Start;
            if (token == unknown)
            {
                while (next > 0 && nodes[next].Token == unknown)
                {
                    end = next;
                    next = nodes[end].Start;
                }
                EmitUnknown(word[from..end], offset + from, scratch);
            }
            else scratch.Add(token, offset + from, offset + end);
            from = end;
        }
    }

    private void EmitUnknown(ReadOnlySpan<byte> piece, int offset, EncodeScratch scratch)
    {
        int id = Tokens.Find(piece);
        if (id >= 0)
        {
            scratch.Add(id, offset, offset + piece.Length);
            return;
        }
        if (byteTokens is not null && !HasMissing(piece))
        {
            foreach (byte value in piece) scratch.Add(byteTokens[value], offset, offset + piece.Length);
            return;
        }
        scratch.Add(unknown, offset, offset + piece.Length);
    }

    private bool HasMissing(ReadOnlySpan<byte> piece)
    {
        foreach (byte value in piece)
            if (byteTokens![value] < 0) return true;
        return false;
    }
}
