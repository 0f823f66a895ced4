namespace DataCuration.Training;

/// <summary>Assigns rows to the parts of a mixture by weight, evenly spread, without state: any row can be asked for first.</summary>
/// <remarks>
/// A binary tree over the parts. A node with <c>n</c> rows gives <c>round(n * right / total)</c> of them to its right child and the others to its left child
/// (Bresenham 1965, applied to weights). Each child thus numbers its own rows without gaps. With two parts, the counts after any number of rows are the rounded
/// quotas. With more parts, rounding adds up along a path. Parts are sorted by weight and split evenly, so counts stay within two rows of the quota.
/// </remarks>
internal sealed class RowSchedule
{
    // Weights become integers, so that the counts are exact for any row number.
    private const double Scale = 1L << 52;

    private readonly Node root;

    public RowSchedule(IReadOnlyList<double> weights)
    {
        double sum = weights.Sum();
        Node[] leaves = [.. weights.Select((weight, part) => new Node((ulong)Math.Max(1, Math.Round(weight / sum * Scale)), part, null, null))];
        root = Build([.. leaves.OrderByDescending(leaf => leaf.Weight)]);
    }

    /// <summary>Returns the part that a row is read from, and the row's number among the rows of that part.</summary>
    public (int Part, long Row) Locate(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        Node node = root;
        while (node.Left is not null)
        {
            long right = node.RightRows(row);
            bool isRight = node.RightRows(row + 1) > right;
            row = isRight ? right : row - right;
            node = isRight ? node.Right! : node.Left;
        }
        return (node.Part, row);
    }

    /// <summary>Returns the number of rows of a part among the first <paramref name="rows"/> rows.</summary>
    public long Count(int part, long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Count(root, part, rows) ?? throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part.");
    }

    private static long? Count(Node node, int part, long rows)
    {
        if (node.Left is null) return node.Part == part ? rows : null;
        long right = node.RightRows(rows);
        return Count(node.Left, part, rows - right) ?? Count(node.Right!, part, right);
    }

    private static Node Build(ReadOnlySpan<Node> leaves)
    {
        if (leaves.Length == 1) return leaves[0];
        ulong total = Sum(leaves);
        ulong first = leaves[0].Weight;
        int split = 1;
        // Adding the next leaf to the left side helps as long as it brings the left side closer to a half.
        while (split < leaves.Length - 1 && Distance(first + leaves[split].Weight, total) < Distance(first, total)) first += leaves[split++].Weight;
        return new(total, -1, Build(leaves[..split]), Build(leaves[split..]));
    }

    private static ulong Sum(ReadOnlySpan<Node> leaves)
    {
        ulong sum = 0;
        foreach (Node leaf in leaves) sum += leaf.Weight;
        return sum;
    }

    private static ulong Distance(ulong part, ulong total) => 2 * part > total ? 2 * part - total : total - 2 * part;

    private sealed record Node(ulong Weight, int Part, Node? Left, Node? Right)
    {
        // Half a row is rounded down, so that with equal weights the first part comes first.
        public long RightRows(long rows) => (long)(((UInt128)(ulong)rows * 2 * Right!.Weight + Weight - 1) / ((UInt128)2 * Weight));
    }
}
