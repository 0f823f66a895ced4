namespace DataCuration;

/// <summary>The Huffman tree of hierarchical softmax, built from the labels' counts exactly as in fastText (loss.cc), where ties decide as the loop does. Leaves are nodes 0 to labels - 1.</summary>
internal sealed class FastTextTree
{
    private const long Unbuilt = 1_000_000_000_000_000;
    private readonly (int Left, int Right)[] nodes;
    private readonly int leaves;

    public FastTextTree(long[] labelCounts)
    {
        leaves = labelCounts.Length;
        nodes = new (int, int)[2 * leaves - 1];
        var counts = new long[nodes.Length];
        Array.Fill(counts, Unbuilt);
        labelCounts.CopyTo(counts, 0);
        int leaf = leaves - 1, node = leaves;
        for (int i = leaves; i < nodes.Length; i++)
        {
            int left = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
            int right = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
            nodes[i] = (left, right);
            counts[i] = counts[left] + counts[right];
        }
    }

    /// <summary>Whether counts can make a tree: their sum must stay below the mark of nodes that are not yet built.</summary>
    public static bool Accepts(long[] labelCounts)
    {
        long sum = 0;
        foreach (long count in labelCounts)
        {
            sum += count;
            if (sum >= Unbuilt) return false;
        }
        return true;
    }

    /// <summary>Collects the best labels, depth first with the left branch before the right; branches that cannot reach the best or the threshold are cut.</summary>
    public void Search(FastTextMatrix output, ReadOnlySpan<float> hidden, float threshold, Stack<(int Node, float Score)> pending, ref BestLabels best)
    {
        float least = FastTextModel.Log(threshold);
        pending.Clear();
        pending.Push((nodes.Length - 1, 0));
        while (pending.TryPop(out (int Node, float Score) at))
        {
            if (!(at.Score >= least) || best.Refuses(at.Score)) continue; // scores that are no number are passed over too
            if (at.Node < leaves)
            {
                best.Add(at.Score, at.Node);
                continue;
            }
            float right = (float)(1.0 / (1 + MathF.Exp(-output.Dot(at.Node - leaves, hidden))));
            pending.Push((nodes[at.Node].Right, at.Score + FastTextModel.Log(right)));
            pending.Push((nodes[at.Node].Left, at.Score + FastTextModel.Log((float)(1.0 - right))));
        }
    }
}
