using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>A sum of decision trees (gradient boosting, Friedman 2001), read from a resource and evaluated without allocation.</summary>
/// <remarks>File: "DCTR", then 32-bit little-endian: version 1, trees, nodes, then the trees' first nodes, then for each node its feature (-1: leaf), left child (the right one is the next), threshold or value.</remarks>
internal sealed class BoostedTrees
{
    private const uint Magic = 0x52544344; // "DCTR"
    private const int HeaderBytes = 16;
    private const int NodeBytes = 12;

    private readonly int[] roots;
    private readonly Node[] nodes;

    /// <summary>Puts trees together.</summary>
    public BoostedTrees(int[] roots, Node[] nodes)
    {
        this.roots = roots;
        this.nodes = nodes;
    }

    /// <summary>A node of a tree.</summary>
    /// <param name="Feature">What is compared; -1 for a leaf.</param>
    /// <param name="Left">The node for values up to the threshold; the node behind it is for greater ones.</param>
    /// <param name="Value">The threshold, or the leaf's value.</param>
    public readonly record struct Node(int Feature, int Left, float Value);

    /// <summary>Reads trees.</summary>
    /// <exception cref="InvalidDataException">The bytes are no trees of this format.</exception>
    public static BoostedTrees Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) != 1) throw new InvalidDataException("These are no boosted trees.");
        int trees = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (bytes.Length != HeaderBytes + (4L * trees) + ((long)NodeBytes * count)) throw new InvalidDataException("The boosted trees have a wrong length.");
        int[] roots = new int[trees];
        for (int i = 0; i < trees; i++) roots[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeaderBytes + (4 * i))..]);
        var nodes = new Node[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> node = bytes[(HeaderBytes + (4 * trees) + (NodeBytes * i))..];
            nodes[i] = new Node(BinaryPrimitives.ReadInt32LittleEndian(node), BinaryPrimitives.ReadInt32LittleEndian(node[4..]), BinaryPrimitives.ReadSingleLittleEndian(node[8..]));
        }
        return new BoostedTrees(roots, nodes);
    }

    /// <summary>Reads trees from a resource of this assembly.</summary>
    public static BoostedTrees ReadResource(string name)
    {
        using Stream stream = typeof(BoostedTrees).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no resource '{name}'.");
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

    /// <summary>The sum of the leaves that a description falls into: log odds, where the trees were grown for the logistic loss.</summary>
    public float Evaluate(ReadOnlySpan<float> features)
    {
        ref Node all = ref MemoryMarshal.GetArrayDataReference(nodes);
        float sum = 0;
        foreach (int root in roots)
        {
            ref Node node = ref Unsafe.Add(ref all, root);
            while (node.Feature >= 0) node = ref Unsafe.Add(ref all, node.Left + (features[node.Feature] > node.Value ? 1 : 0));
            sum += node.Value;
        }
        return sum;
    }
}
