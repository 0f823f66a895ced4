using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Clusters of pairs by datatrove's rule (<c>MinhashDedupCluster</c>): union by size. The root of the larger set stays, on equal size that of the pair's first
/// document, and the index always. So the survivor depends on the order of the pairs, and need not be the first document. <see cref="MinHashDeduplication"/>
/// keeps the first document instead.
/// </summary>
/// <remarks>
/// Memory: about 100 bytes for each document with a duplicate, as in datatrove; the search is one task. A pair of a document with itself makes datatrove
/// throw if no other pair has the document; here it makes a cluster of one.
/// </remarks>
public sealed class DatatroveClusters
{
    private readonly Dictionary<ulong, ulong> parents = [];
    private readonly Dictionary<ulong, long> sizes = [];

    /// <summary>True to leave out pairs with an index. Default: false.</summary>
    public bool IgnoresIndex { get; init; }

    /// <summary>Adds pairs in the order of datatrove: file after file of <c>.dups</c>, by name.</summary>
    /// <param name="pairs">The pairs.</param>
    public void Add(params ReadOnlySpan<DatatrovePair> pairs)
    {
        foreach (DatatrovePair pair in pairs)
        {
            if (IgnoresIndex && pair is { File1: DatatroveLayout.Sentinel, Document1: DatatroveLayout.Sentinel }) continue;
            ulong first = Root(Key(pair.File1, pair.Document1)), second = Root(Key(pair.File2, pair.Document2));
            if (first == second) continue;
            long firstSize = sizes.GetValueOrDefault(first, 1), secondSize = sizes.GetValueOrDefault(second, 1);
            bool isSwapped = second == ulong.MaxValue || (first != ulong.MaxValue && firstSize < secondSize);
            if (isSwapped) (first, second) = (second, first);
            parents[second] = first;
            sizes[first] = firstSize + secondSize;
            sizes.Remove(second);
        }
    }

    /// <summary>Adds the pairs of a <c>.dups</c> file.</summary>
    /// <param name="dups">The file.</param>
    /// <exception cref="InvalidDataException">The file's length is not a multiple of 16.</exception>
    public void Add(Stream dups)
    {
        ArgumentNullException.ThrowIfNull(dups);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of datatrove are little-endian.");
        var buffer = new byte[1 << 16];
        while (true)
        {
            int read = dups.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (read % 16 != 0) throw new InvalidDataException("A .dups file has pairs of 16 bytes; its last pair is cut off.");
            Add(MemoryMarshal.Cast<byte, DatatrovePair>(buffer.AsSpan(0, read)));
            if (read < buffer.Length) return;
        }
    }

    /// <summary>Lists the documents that have a pair, in the order of (file, document), with their clusters. The index comes last.</summary>
    public IEnumerable<DatatroveMember> List()
    {
        var numbers = new Dictionary<ulong, uint>();
        ulong[] nodes = [.. parents.Keys];
        Array.Sort(nodes);
        foreach (ulong node in nodes)
        {
            ulong root = Root(node);
            if (!numbers.TryGetValue(root, out uint number)) numbers.Add(root, number = (uint)numbers.Count);
            yield return new()
            {
                File = (uint)(node >> 32),
                Document = (uint)node,
                RootFile = (uint)(root >> 32),
                RootDocument = (uint)root,
                Cluster = number,
                Size = sizes.GetValueOrDefault(root, 1),
            };
        }
    }

    private static ulong Key(uint file, uint document) => (ulong)file << 32 | document;

    private ulong Root(ulong node)
    {
        if (!parents.TryGetValue(node, out ulong parent))
        {
            parents.Add(node, node);
            return node;
        }
        while (parent != node)
        {
            ulong next = parents[parent];
            parents[node] = next;
            (node, parent) = (parent, next);
        }
        return node;
    }
}
