namespace DataCuration;

/// <summary>Merges runs by a loser tree. Of equal keys that of the earlier run comes first, which keeps the order of the input.</summary>
internal sealed class SortMerge : IDisposable
{
    private readonly SortRunReader?[] runs;
    private readonly SortRunReader[] all;
    private readonly int[] losers;
    private readonly RecordOrder order;
    private int winner = -1;

    public SortMerge(IEnumerable<SortRunReader> readers, RecordOrder order)
    {
        all = [.. readers];
        runs = [.. all];
        losers = new int[Math.Max(1, runs.Length)];
        this.order = order;
    }

    public ReadOnlySpan<byte> Record => runs[winner]!.Record;

    public bool Read()
    {
        if (winner < 0)
        {
            for (int i = 0; i < runs.Length; i++) Advance(i);
            winner = runs.Length == 0 ? 0 : Build(1);
        }
        else if (winner < runs.Length && runs[winner] is not null)
        {
            Advance(winner);
            int current = winner;
            for (int node = (current + runs.Length) >> 1; node > 0; node >>= 1)
                if (IsBefore(losers[node], current)) (losers[node], current) = (current, losers[node]);
            winner = current;
        }
        return winner < runs.Length && runs[winner] is not null;
    }

    public void Dispose()
    {
        foreach (SortRunReader reader in all) reader.Dispose();
    }

    private void Advance(int index)
    {
        if (runs[index]!.Read()) return;
        runs[index]!.Dispose();
        runs[index] = null;
    }

    /// <summary>Plays the matches below a node, notes their losers, and returns the winner. Leaves have the numbers from the number of runs on.</summary>
    private int Build(int node)
    {
        if (node >= runs.Length) return node - runs.Length;
        int left = Build(2 * node), right = Build((2 * node) + 1);
        (int first, int second) = IsBefore(right, left) ? (right, left) : (left, right);
        losers[node] = second;
        return first;
    }

    private bool IsBefore(int left, int right)
    {
        SortRunReader? a = runs[left], b = runs[right];
        if (a is null || b is null) return a is not null || (b is null && left < right);
        if (a.Prefix != b.Prefix) return a.Prefix < b.Prefix;
        int compared = order.PrefixIsKey ? 0 : order.Compare(a.Record, b.Record);
        return compared != 0 ? compared < 0 : left < right;
    }
}
