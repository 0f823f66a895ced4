namespace DataCuration.Tokenization;

/// <summary>
/// Decides which tokens may follow each other. The result of byte-pair encoding is the only sequence of tokens in which each token encodes to itself and each
/// pair of neighbours encodes to itself (A. Neubeck and H. van Antwerpen of GitHub, 2024, on their crate <c>bpe</c>).
/// </summary>
/// <remarks>
/// That holds for any list of merges: before a merge across the border of two neighbours, the merges inside each are executed as if it were alone. Ranks
/// are not always an order in time. In converted SentencePiece models, the last merge of a token may have a lower rank than the merge that made its part;
/// it is then executed right after that one. <see cref="TokenParts"/> has what is needed to decide for such tokens too.
/// </remarks>
internal sealed class PairRules
{
    private readonly MergeTable merges;
    private readonly TokenParts[] parts;

    /// <summary>Finds for each token the merge that makes it.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="tokens">The spellings.</param>
    /// <param name="symbols">The tokens that text is first split into.</param>
    public PairRules(MergeTable merges, TokenTable tokens, IEnumerable<int> symbols)
    {
        this.merges = merges;
        parts = new TokenParts[tokens.Size];
        for (int id = 0; id < parts.Length; id++) parts[id] = new TokenParts { Left = id, Right = id, Time = -1, Length = -1 };
        foreach (int id in symbols) parts[id].Length = tokens[id].Length;
        foreach (int rank in ByLength(tokens))
        {
            (int left, int right, int result) = (merges.LeftOf(rank), merges.RightOf(rank), merges.ResultOf(rank));
            // The last merge of a token is the only one of its merges whose parts can be neighbours until then.
            if (parts[result].Length >= 0 || parts[left].Length < 0 || parts[right].Length < 0) continue;
            if (merges.Find(left, right) != rank || !CanFollow(left, right, isLastMerge: true)) continue;
            parts[result] = Join(left, right, rank);
        }
    }

    /// <summary>Returns true if a token encodes to itself.</summary>
    public bool IsReachable(int id) => parts[id].Length >= 0;

    /// <summary>The number of bytes of a token.</summary>
    public int LengthOf(int id) => parts[id].Length;

    /// <summary>Returns true if two tokens next to each other stay as they are.</summary>
    public bool CanFollow(int left, int right) => CanFollow(left, right, isLastMerge: false);

    // The merges of both tokens are undone, the latest first. If a merge across the border comes before the next merge on one of its sides, it is executed.
    private bool CanFollow(int left, int right, bool isLastMerge)
    {
        int leftLimit = int.MaxValue, rightLimit = int.MaxValue;
        while (true)
        {
            if (!isLastMerge)
            {
                int rank = merges.Find(left, right);
                // Of two equal merges, the left one is executed.
                if (rank >= 0 && rank < leftLimit && rank <= rightLimit) return false;
            }
            isLastMerge = false;
            ref TokenParts leftParts = ref parts[left], rightParts = ref parts[right];
            if (leftParts.Time > rightParts.Time)
            {
                leftLimit = leftParts.RightBorderLimit;
                left = leftParts.Right;
            }
            else
            {
                if (rightParts.Time < 0) return true;
                rightLimit = rightParts.LeftBorderLimit;
                right = rightParts.Left;
            }
        }
    }

    private TokenParts Join(int left, int right, int rank)
    {
        int leftTime = parts[left].Time, rightTime = parts[right].Time;
        // A merge that follows at once ends a part that was just made after no other merge, and the other part after the merge that let it happen.
        return new TokenParts
        {
            Left = left,
            Right = right,
            Time = Math.Max(rank, Math.Max(leftTime, rightTime)),
            RightBorderLimit = leftTime > rightTime ? Math.Max(rank, leftTime) : rank,
            LeftBorderLimit = leftTime > rightTime ? rank : Math.Max(rank, rightTime),
            Length = parts[left].Length + parts[right].Length,
        };
    }

    /// <summary>Returns the ranks, sorted by the length of the result.</summary>
    private int[] ByLength(TokenTable tokens)
    {
        int[] order = new int[merges.Count];
        int longest = 0;
        for (int rank = 0; rank < order.Length; rank++) longest = Math.Max(longest, tokens[merges.ResultOf(rank)].Length);
        int[] places = new int[longest + 2];
        for (int rank = 0; rank < order.Length; rank++) places[tokens[merges.ResultOf(rank)].Length + 1]++;
        for (int i = 1; i < places.Length; i++) places[i] += places[i - 1];
        for (int rank = 0; rank < order.Length; rank++) order[places[tokens[merges.ResultOf(rank)].Length]++] = rank;
        return order;
    }
}
