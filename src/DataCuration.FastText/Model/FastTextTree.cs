namespace DataCuration.FastText;

/// <summary>
/// The Huffman tree of hierarchical softmax. It is built from the labels' counts exactly as in fastText (loss.cc), including ties. Leaves are the nodes
/// from 0 to the number of labels - 1.
/// </summary>
internal sealed class FastTextTree
{
    private const long Unbuilt = 1_000_000_000_000_000;
    private readonly (int Left, int Right)[] nodes;
    private readonly int leaves;

    public FastTextTree(ReadOnlySpan<long> labelCounts)
    {
        leaves = labelCounts.Length;
        nodes = new (int, int)[2 * leaves - 1];
        var counts = new long[nodes.Length];
        Array.Fill(counts, Unbuilt);
        labelCounts.CopyTo(counts);
        int leaf = leaves - 1, node = leaves;
        for (int i = leaves; i < nodes.Length; i++)
        {
            int left = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
            int right = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
            nodes[i] = (left, right);
            counts[i] = counts[left] + counts[right];
        }
    }

    /// <summary>Returns true if a tree can be built from the counts. Their sum must be below the value that marks nodes not built yet.</summary>
    public static bool Accepts(ReadOnlySpan<long> labelCounts)
    {
        long sum = 0;
        foreach (long count in labelCounts)
        {
            sum += count;
            if (sum >= Unbuilt) return false;
        }
        return true;
    }

    /// <summary>
    /// Returns the path from each leaf to the root as output rows of inner nodes. A row is complemented (~) if the path comes from the left child, whose
    /// target is 0.
    /// </summary>
    public int[][] Paths()
    {
        var parents = new int[nodes.Length];
        for (int node = leaves; node < nodes.Length; node++)
        {
            parents[nodes[node].Left] = ~(node - leaves);
            parents[nodes[node].Right] = node - leaves;
        }
        var paths = new int[leaves][];
        var path = new List<int>();
        long total = 0;
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            path.Clear();
            for (int node = leaf; node != nodes.Length - 1; node = leaves + (path[^1] < 0 ? ~path[^1] : path[^1])) path.Add(parents[node]);
            total += path.Count;
            // Counts that grow like Fibonacci numbers give paths of about 70 nodes. Only made-up counts, such as all zeros, give longer ones.
            if (total > 100L * leaves) throw new InvalidDataException("The labels' counts give a Huffman tree that is too deep.");
            paths[leaf] = [.. path];
        }
        return paths;
    }

    /// <summary>Computes the probability of every leaf: the product of the branch probabilities on its path.</summary>
    public void WriteProbabilities(FastTextMatrix output, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        var reached = new double[nodes.Length];
        reached[^1] = 1;
        for (int node = nodes.Length - 1; node >= leaves; node--)
        {
            double right = 1.0 / (1 + Math.Exp(-output.Dot(node - leaves, hidden)));
            reached[nodes[node].Right] = reached[node] * right;
            reached[nodes[node].Left] = reached[node] * (1 - right);
        }
        for (int leaf = 0; leaf < leaves; leaf++) probabilities[leaf] = (float)reached[leaf];
    }

    /// <summary>
    /// Finds the best labels depth first, left branches before right ones. Skips branches whose score is below the threshold or the best labels so far.
    /// </summary>
    public void Search(FastTextMatrix output, ReadOnlySpan<float> hidden, float threshold, Stack<(int Node, float Score)> pending, ref BestLabels best)
    {
        float least = FastTextMath.Log(threshold);
        pending.Clear();
        pending.Push((nodes.Length - 1, 0));
        while (pending.TryPop(out (int Node, float Score) at))
        {
            // The logarithm of a negative threshold is NaN, so it skips no branch. Scores that are NaN are skipped.
            if (float.IsNaN(at.Score) || at.Score < least || best.Refuses(at.Score)) continue;
            if (at.Node < leaves)
            {
                best.Add(at.Score, at.Node);
                continue;
            }
            float right = (float)(1.0 / (1 + MathF.Exp(-output.Dot(at.Node - leaves, hidden))));
            pending.Push((nodes[at.Node].Right, at.Score + FastTextMath.Log(right)));
            pending.Push((nodes[at.Node].Left, at.Score + FastTextMath.Log((float)(1.0 - right))));
        }
    }
}
