using System.Collections.Concurrent;
using DataCuration.Extraction;

namespace DataCuration.MainContentTraining;

/// <summary>
/// Trains boosted trees for logistic loss: histograms of at most 64 bins, best leaf first (LightGBM, Ke et al. 2017). Deterministic for a seed.
/// </summary>
internal sealed class TreeTrainer
{
    private const int Bins = 64;

    // The rows from which bins are made. More do not move them.
    private const int MaxSorted = 20_000;

    public int Trees { get; init; } = 80;

    public int Leaves { get; init; } = 16;

    public double Rate { get; init; } = 0.1;

    /// <summary>The minimum sum of second derivatives in a leaf.</summary>
    public double MinHessian { get; init; } = 1;

    public double Lambda { get; init; } = 1;

    /// <summary>The share of features available to each tree.</summary>
    public double FeatureShare { get; init; } = 0.5;

    /// <summary>The share of pages used for each tree.</summary>
    public double PageShare { get; init; } = 0.6;

    public int Seed { get; init; } = 1;

    /// <param name="rows">The feature vectors.</param>
    /// <param name="labels">The targets, 0 to 1.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="pages">The page index of each row.</param>
    /// <param name="width">The number of features to use from each row; all if null.</param>
    public BoostedTrees Train(float[][] rows, float[] labels, float[] weights, int[] pages, int? width = null)
    {
        int count = rows.Length;
        if (weights.Sum() <= 0) throw new ArgumentException("No row counts.", nameof(weights));
        int features = width ?? rows[0].Length;
        float[][] cuts = new float[features][];
        byte[][] bins = new byte[features][];
        Parallel.For(0, features, feature => (cuts[feature], bins[feature]) = Cut(rows, feature));
        double[] scores = new double[count];
        double[] gradients = new double[count];
        double[] hessians = new double[count];
        var random = new Random(Seed);
        var roots = new List<int>();
        var nodes = new List<BoostedTrees.Node>();
        double prior = labels.Zip(weights, (label, weight) => (double)label * weight).Sum() / weights.Sum();
        double start = Math.Log(prior / (1 - prior));
        Array.Fill(scores, start);
        roots.Add(0);
        nodes.Add(new BoostedTrees.Node(-1, 0, (float)start));
        for (int tree = 0; tree < Trees; tree++)
        {
            for (int i = 0; i < count; i++)
            {
                double p = 1 / (1 + Math.Exp(-scores[i]));
                gradients[i] = (p - labels[i]) * weights[i];
                hessians[i] = Math.Max(1e-9, p * (1 - p)) * weights[i];
            }
            int root = nodes.Count;
            bool[] chosen = [.. Enumerable.Range(0, pages[^1] + 1).Select(_ => random.NextDouble() < PageShare)];
            int[] sample = [.. Enumerable.Range(0, count).Where(row => chosen[pages[row]])];
            int[] allowed = [.. Enumerable.Range(0, features).Where(_ => random.NextDouble() < FeatureShare)];
            List<int> splits = GrowTree(bins, cuts, sample, allowed, gradients, hessians, roots, nodes);
            // By the bins, a column after another: the rows themselves are too large for the processor's caches.
            Parallel.ForEach(Partitioner.Create(0, count), range =>
            {
                for (int row = range.Item1; row < range.Item2; row++)
                {
                    int node = root;
                    while (nodes[node].Feature >= 0) node = nodes[node].Left + (bins[nodes[node].Feature][row] <= splits[node - root] ? 0 : 1);
                    scores[row] += nodes[node].Value;
                }
            });
        }
        return new BoostedTrees([.. roots], [.. nodes]);
    }

    private static (float[] Cuts, byte[] Bins) Cut(float[][] rows, int feature)
    {
        int step = 1 + (rows.Length / MaxSorted);
        float[] sorted = new float[(rows.Length + step - 1) / step];
        for (int i = 0; i < sorted.Length; i++) sorted[i] = rows[i * step][feature];
        Array.Sort(sorted);
        var cuts = new List<float>();
        var distinct = new List<float> { sorted[0] };
        foreach (float value in sorted)
            if (value != distinct[^1] && distinct.Count <= Bins) distinct.Add(value);
        if (distinct.Count <= Bins)
        {
            for (int i = 0; i + 1 < distinct.Count; i++) cuts.Add((distinct[i] + distinct[i + 1]) / 2);
        }
        else
        {
            for (int i = 1; i < Bins; i++)
            {
                float cut = sorted[(int)((long)sorted.Length * i / Bins)];
                if (cuts.Count == 0 || cut > cuts[^1]) cuts.Add(cut);
            }
        }
        float[] all = [.. cuts];
        byte[] bins = new byte[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int at = Array.BinarySearch(all, rows[i][feature]);
            bins[i] = (byte)(at >= 0 ? at : ~at); // a value equal to a cut belongs to the left
        }
        return (all, bins);
    }

    /// <summary>Grows a tree.</summary>
    /// <returns>The bins at which its nodes split.</returns>
    private List<int> GrowTree(byte[][] bins, float[][] cuts, int[] sample, int[] allowed, double[] gradients, double[] hessians,
        List<int> roots, List<BoostedTrees.Node> nodes)
    {
        int root = nodes.Count;
        roots.Add(root);
        nodes.Add(default);
        var splits = new List<int> { 0 };
        var leaves = new List<Leaf> { new(root, sample) };
        Sum(leaves[0], bins, allowed, gradients, hessians);
        FindSplit(leaves[0], cuts, allowed);
        while (leaves.Count < Leaves)
        {
            Leaf best = leaves.MaxBy(leaf => leaf.Gain)!;
            if (best.Gain <= 1e-9) break;
            leaves.Remove(best);
            int left = nodes.Count;
            nodes.Add(default);
            nodes.Add(default);
            splits.Add(0);
            splits.Add(0);
            splits[best.Node - root] = best.Bin;
            nodes[best.Node] = new BoostedTrees.Node(best.Feature, left, cuts[best.Feature][best.Bin]);
            byte[] column = bins[best.Feature];
            var one = new Leaf(left, [.. best.Rows.Where(row => column[row] <= best.Bin)]);
            var other = new Leaf(left + 1, [.. best.Rows.Where(row => column[row] > best.Bin)]);
            // The sums of the larger leaf are the remainder.
            (Leaf small, Leaf great) = one.Rows.Length < other.Rows.Length ? (one, other) : (other, one);
            Sum(small, bins, allowed, gradients, hessians);
            great.Sums = best.Sums;
            for (int i = 0; i < great.Sums.Length; i++) great.Sums[i] -= small.Sums[i];
            great.Gradient = best.Gradient - small.Gradient;
            great.Hessian = best.Hessian - small.Hessian;
            FindSplit(one, cuts, allowed);
            FindSplit(other, cuts, allowed);
            leaves.Add(one);
            leaves.Add(other);
        }
        foreach (Leaf leaf in leaves) nodes[leaf.Node] = new BoostedTrees.Node(-1, 0, (float)(-Rate * leaf.Gradient / (leaf.Hessian + Lambda)));
        return splits;
    }

    private static void Sum(Leaf leaf, byte[][] bins, int[] allowed, double[] gradients, double[] hessians)
    {
        double[] sums = leaf.Sums = new double[allowed.Length * Bins * 2];
        // Copied in the order of the rows, so that each feature reads them one after another.
        int[] rows = leaf.Rows;
        double[] own = new double[rows.Length];
        double[] curved = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            leaf.Gradient += own[i] = gradients[rows[i]];
            leaf.Hessian += curved[i] = hessians[rows[i]];
        }
        Parallel.For(0, allowed.Length, position =>
        {
            byte[] column = bins[allowed[position]];
            Span<double> target = sums.AsSpan(position * Bins * 2, Bins * 2);
            for (int i = 0; i < rows.Length; i++)
            {
                int bin = column[rows[i]] * 2;
                target[bin] += own[i];
                target[bin + 1] += curved[i];
            }
        });
    }

    private void FindSplit(Leaf leaf, float[][] cuts, int[] allowed)
    {
        if (leaf.Hessian < 2 * MinHessian) return;
        double whole = leaf.Gradient * leaf.Gradient / (leaf.Hessian + Lambda);
        for (int position = 0; position < allowed.Length; position++)
        {
            int feature = allowed[position];
            ReadOnlySpan<double> own = leaf.Sums.AsSpan(position * Bins * 2, Bins * 2);
            double leftGradient = 0;
            double leftHessian = 0;
            for (int bin = 0; bin < cuts[feature].Length; bin++)
            {
                leftGradient += own[bin * 2];
                leftHessian += own[(bin * 2) + 1];
                double rightHessian = leaf.Hessian - leftHessian;
                if (leftHessian < MinHessian || rightHessian < MinHessian) continue;
                double rightGradient = leaf.Gradient - leftGradient;
                double gain = (leftGradient * leftGradient / (leftHessian + Lambda)) + (rightGradient * rightGradient / (rightHessian + Lambda)) - whole;
                if (gain > leaf.Gain) (leaf.Gain, leaf.Feature, leaf.Bin) = (gain, feature, bin);
            }
        }
    }

    private sealed class Leaf(int node, int[] rows)
    {
        public int Node { get; } = node;

        public int[] Rows { get; } = rows;

        /// <summary>Sums of first and second derivatives, by feature and bin.</summary>
        public double[] Sums { get; set; } = [];

        public double Gradient { get; set; }

        public double Hessian { get; set; }

        public double Gain { get; set; }

        public int Feature { get; set; }

        public int Bin { get; set; }
    }
}
