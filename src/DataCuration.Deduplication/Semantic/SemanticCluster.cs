using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Compares the vectors of one cluster. The heads of its documents are in memory, and all vectors that fit. More vectors are compared block by block: each
/// block is held, and all vectors that come before it are read from the partition. The result is the same for any memory.
/// </summary>
/// <param name="rows">The rows of all clusters, by cluster.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="dimension">The length of a vector.</param>
/// <param name="kept">The order of the documents.</param>
/// <param name="memoryBytes">The memory for heads and vectors.</param>
internal sealed class SemanticCluster(Partitions rows, int cluster, int dimension, SemanticKept kept, long memoryBytes)
{
    /// <summary>The memory for a document beside its vector.</summary>
    public const int HeadBytes = 80;

    private const long None = long.MaxValue;

    private SemanticRow[] heads = [];
    private int[] ranks = [];
    // The most similar document before each one: its rank, or the id of a document of an index, which is negative. None has no such document.
    private (float Similarity, long Other)[] nearest = [];

    /// <summary>The documents of indexes, which come first and stay.</summary>
    public IReadOnlyList<SemanticIndex.Part> Known { get; init; } = [];

    /// <summary>The number of the cluster in its task.</summary>
    public int Number { get; init; }

    /// <summary>True to compare with documents of indexes only.</summary>
    public bool OnlyKnown { get; init; }

    /// <summary>Finds the nearest document before each one, and joins duplicates.</summary>
    /// <param name="count">The number of documents of the cluster.</param>
    /// <param name="least">The smallest cosine of duplicates.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A decision for each document, in the order in which they were compared.</returns>
    public IEnumerable<SemanticDecision> Compare(int count, float least, CancellationToken cancellationToken)
    {
        ReadHeads(count);
        int[] order = [.. Enumerable.Range(0, count)];
        // The rows come in the order of the corpus, which decides between equal distances.
        if (kept != SemanticKept.First)
        {
            int sign = kept == SemanticKept.Hard ? -1 : 1;
            Array.Sort(order, (left, right) => (sign * heads[left].Distance, left).CompareTo((sign * heads[right].Distance, right)));
        }
        ranks = new int[count];
        for (int rank = 0; rank < count; rank++) ranks[order[rank]] = rank;
        nearest = new (float, long)[count];
        Array.Fill(nearest, (float.NegativeInfinity, None));
        long fitting = (memoryBytes - (count * (long)HeadBytes)) / (dimension * (long)sizeof(float));
        int block = (int)Math.Clamp(Math.Min(fitting, Array.MaxLength / dimension), 1, count);
        for (int first = 0; first < count; first += block) CompareBlock(first, Math.Min(count, first + block), cancellationToken);
        return Decide(order, least);
    }

    private void ReadHeads(int count)
    {
        heads = new SemanticRow[count];
        using PartitionReader reader = rows.Read(cluster);
        for (int i = 0; reader.Read(); i++) heads[i] = MemoryMarshal.Read<SemanticRow>(reader.Record);
    }

    /// <summary>Compares the documents of a range of ranks with all before them.</summary>
    private void CompareBlock(int first, int end, CancellationToken cancellationToken)
    {
        var vectors = new float[(end - first) * dimension];
        foreach ((int rank, PartitionReader reader) in Read(cancellationToken))
            if (rank >= first && rank < end) VectorOf(reader).CopyTo(vectors.AsSpan((rank - first) * dimension, dimension));
        CompareKnown(first, vectors, cancellationToken);
        if (OnlyKnown) return;
        for (int i = 0; i < end - first; i++)
        {
            if ((i & 63) == 0) cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<float> own = vectors.AsSpan(i * dimension, dimension);
            for (int j = 0; j < i; j++) Improve(first + i, first + j, own, vectors.AsSpan(j * dimension, dimension));
        }
        if (first == 0) return;
        foreach ((int rank, PartitionReader reader) in Read(cancellationToken))
        {
            if (rank >= first) continue;
            ReadOnlySpan<float> other = VectorOf(reader);
            for (int i = 0; i < end - first; i++) Improve(first + i, rank, vectors.AsSpan(i * dimension, dimension), other);
        }
    }

    /// <summary>Compares the documents of a block with those of the indexes.</summary>
    private void CompareKnown(int first, float[] vectors, CancellationToken cancellationToken)
    {
        for (int index = 0; index < Known.Count; index++)
        {
            (long row, long end) = Known[index].RowsOf(Number);
            for (; row < end; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long id = RecordIds.CreateForIndex(index, Known[index].IdOf(row));
                ReadOnlySpan<float> other = Known[index].VectorOf(row);
                for (int i = 0; i < vectors.Length / dimension; i++) Improve(first + i, id, vectors.AsSpan(i * dimension, dimension), other);
            }
        }
    }

    private IEnumerable<(int Rank, PartitionReader Reader)> Read(CancellationToken cancellationToken)
    {
        using PartitionReader reader = rows.Read(cluster);
        for (int i = 0; reader.Read(); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return (ranks[i], reader);
        }
    }

    private static ReadOnlySpan<float> VectorOf(PartitionReader reader) => MemoryMarshal.Cast<byte, float>(reader.Record[SemanticRow.Size..]);

    private void Improve(int rank, long other, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float cosine = VectorKernels.Dot(left, right);
        // The product of a scaled vector with itself is 1 up to rounding.
        if (cosine > 0.99999f && left.SequenceEqual(right)) cosine = 1;
        ref (float Similarity, long Other) best = ref nearest[rank];
        if (cosine > best.Similarity || (cosine == best.Similarity && other < best.Other)) best = (cosine, other);
    }

    /// <summary>
    /// A duplicate joins the cluster of the nearest document before it, whose first document is the one that stays, in the corpus or in an index.
    /// </summary>
    private IEnumerable<SemanticDecision> Decide(int[] order, float least)
    {
        int count = order.Length;
        var roots = new long[count]; // a rank, or the id of a document of an index
        var firsts = new int[count]; // the first duplicate that matched a document that stays
        for (int rank = 0; rank < count; rank++)
        {
            (float similarity, long other) = nearest[rank];
            bool isDuplicate = other != None && similarity >= least;
            roots[rank] = !isDuplicate ? rank : other < 0 ? other : roots[other];
            if (isDuplicate && other >= 0 && firsts[other] == 0) firsts[other] = rank;
        }
        int[] sizes = SizesOf(roots);
        for (int rank = 0; rank < count; rank++)
        {
            (float similarity, long other) = nearest[rank];
            bool isDuplicate = roots[rank] != rank;
            long match = isDuplicate ? other : firsts[rank];
            yield return new(IdOf(rank), IdOf(roots[rank]), sizes[rank], IdOf(match), other == None ? -1 : IdOf(other),
                isDuplicate || match < 0 ? similarity : nearest[match].Similarity, other == None ? 0 : similarity, heads[order[rank]].Distance, cluster);
        }

        long IdOf(long rankOrId) => rankOrId < 0 ? rankOrId : this.IdOf(order[rankOrId]);
    }

    /// <summary>Counts for each rank those that have the same root. A dictionary would take more memory than <see cref="HeadBytes"/>.</summary>
    private static int[] SizesOf(long[] roots)
    {
        long[] sorted = [.. roots];
        int[] ranks = [.. Enumerable.Range(0, roots.Length)];
        Array.Sort(sorted, ranks);
        var sizes = new int[roots.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];) end++;
            for (int i = start; i < end; i++) sizes[ranks[i]] = end - start;
        }
        return sizes;
    }

    private long IdOf(int row) => RecordIds.Create(heads[row].Shard, heads[row].Record);
}
