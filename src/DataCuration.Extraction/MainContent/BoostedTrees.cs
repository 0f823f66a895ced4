using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>Gradient-boosted decision trees (Friedman 2001), read from a resource and evaluated without allocation.</summary>
/// <remarks>
/// File format: "DCTR", then 32-bit little-endian values: version 1, number of trees, number of nodes, and the root of each tree. Each node then has its
/// feature (-1 for a leaf), left child (the right child is the next node), and threshold or leaf value.
/// </remarks>
internal sealed class BoostedTrees
{
    private const uint Magic = 0x52544344; // "DCTR"
    private const int HeaderBytes = 16;
    private const int NodeBytes = 12;

    private const int TreesPerGroup = 4;

    private readonly int[] roots;
    private readonly Node[] nodes;
    private readonly Node[] steps; // the same nodes, except that a walk stays at a leaf once it reaches one
    private readonly int[] depths; // the depth of the deepest tree in each group

    /// <summary>Creates the trees from their roots and nodes.</summary>
    /// <exception cref="InvalidDataException">A node's children do not come after it.</exception>
    public BoostedTrees(int[] roots, Node[] nodes)
    {
        this.roots = roots;
        this.nodes = nodes;
        steps = new Node[nodes.Length];
        for (int i = 0; i < nodes.Length; i++) steps[i] = nodes[i].Feature < 0 ? new Node(0, i, float.PositiveInfinity) : nodes[i];
        depths = new int[roots.Length / TreesPerGroup];
        for (int i = 0; i < depths.Length * TreesPerGroup; i++) depths[i / TreesPerGroup] = Math.Max(depths[i / TreesPerGroup], DepthOf(roots[i]));
    }

    /// <summary>A node of a tree.</summary>
    /// <param name="Feature">The index of the compared feature; -1 for a leaf.</param>
    /// <param name="Left">The child for values up to the threshold. The next node is the child for greater values.</param>
    /// <param name="Value">The threshold, or the value of a leaf.</param>
    public readonly record struct Node(int Feature, int Left, float Value);

    /// <summary>Reads trees.</summary>
    /// <exception cref="InvalidDataException">The data is not in this format.</exception>
    public static BoostedTrees Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) != 1)
            throw new InvalidDataException("The data is not in the format of boosted trees (DCTR, version 1).");
        int trees = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (bytes.Length != HeaderBytes + (4L * trees) + ((long)NodeBytes * count))
            throw new InvalidDataException($"The boosted trees take {bytes.Length} bytes, which does not match their {trees} trees and {count} nodes.");
        int[] roots = new int[trees];
        for (int i = 0; i < trees; i++) roots[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeaderBytes + (4 * i))..]);
        var nodes = new Node[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> node = bytes[(HeaderBytes + (4 * trees) + (NodeBytes * i))..];
            nodes[i] = new Node(BinaryPrimitives.ReadInt32LittleEndian(node), BinaryPrimitives.ReadInt32LittleEndian(node[4..]),
                BinaryPrimitives.ReadSingleLittleEndian(node[8..]));
        }
        return new BoostedTrees(roots, nodes);
    }

    /// <summary>Reads trees from an embedded resource of this assembly.</summary>
    public static BoostedTrees ReadResource(string name)
    {
        using Stream stream = typeof(BoostedTrees).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no resource '{name}'.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    /// <summary>Writes trees.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderBytes + (4 * roots.Length) + (NodeBytes * nodes.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), roots.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), nodes.Length);
        for (int i = 0; i < roots.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes + (4 * i)), roots[i]);
        for (int i = 0; i < nodes.Length; i++)
        {
            Span<byte> node = bytes.AsSpan(HeaderBytes + (4 * roots.Length) + (NodeBytes * i));
            BinaryPrimitives.WriteInt32LittleEndian(node, nodes[i].Feature);
            BinaryPrimitives.WriteInt32LittleEndian(node[4..], nodes[i].Left);
            BinaryPrimitives.WriteSingleLittleEndian(node[8..], nodes[i].Value);
        }
        return bytes;
    }

    /// <summary>Sums the values of the leaves that a feature vector reaches. The sum is log odds for trees trained on logistic loss.</summary>
    /// <remarks>
    /// Four trees are walked in parallel, because each step waits for memory and the branches are unpredictable. Leaf values are added in tree order, as in
    /// <see cref="EvaluateOneByOne"/>.
    /// </remarks>
    public float Evaluate(ReadOnlySpan<float> features)
    {
        ref Node all = ref MemoryMarshal.GetArrayDataReference(steps);
        float sum = 0;
        int tree = 0;
        foreach (int depth in depths)
        {
            (int a, int b, int c, int d) = (roots[tree], roots[tree + 1], roots[tree + 2], roots[tree + 3]);
            tree += TreesPerGroup;
            for (int level = 0; level < depth; level++)
            {
                a = Next(ref Unsafe.Add(ref all, a), features);
                b = Next(ref Unsafe.Add(ref all, b), features);
                c = Next(ref Unsafe.Add(ref all, c), features);
                d = Next(ref Unsafe.Add(ref all, d), features);
            }
            sum += nodes[a].Value;
            sum += nodes[b].Value;
            sum += nodes[c].Value;
            sum += nodes[d].Value;
        }
        for (; tree < roots.Length; tree++) sum += LeafOf(roots[tree], features);
        return sum;
    }

    /// <summary>Evaluates one tree after another; the reference implementation for <see cref="Evaluate"/>.</summary>
    internal float EvaluateOneByOne(ReadOnlySpan<float> features)
    {
        float sum = 0;
        foreach (int root in roots) sum += LeafOf(root, features);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref Node node, ReadOnlySpan<float> features) => node.Left + (features[node.Feature] > node.Value ? 1 : 0);

    private float LeafOf(int root, ReadOnlySpan<float> features)
    {
        int node = root;
        while (nodes[node].Feature >= 0) node = Next(ref nodes[node], features);
        return nodes[node].Value;
    }

    private int DepthOf(int node)
    {
        if (nodes[node].Feature < 0) return 0;
        int left = nodes[node].Left;
        if (left <= node || left + 1 >= nodes.Length) throw new InvalidDataException($"Node {node} of the boosted trees has no children after it.");
        return 1 + Math.Max(DepthOf(left), DepthOf(left + 1));
    }
}
