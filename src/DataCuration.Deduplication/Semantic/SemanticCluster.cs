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

    private SemanticRow[] heads = [];
    private int[] ranks = [];
    private (float Similarity, int Rank)[] nearest = [];

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
        nearest = new (float, int)[count];
        Array.Fill(nearest, (float.NegativeInfinity, -1));
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

    private void Improve(int rank, int other, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float cosine = VectorKernels.Dot(left, right);
        // The product of a scaled vector with itself is 1 up to rounding.
        if (cosine > 0.99999f && left.SequenceEqual(right)) cosine = 1;
        ref (float Similarity, int Rank) best = ref nearest[rank];
        if (cosine > best.Similarity || (cosine == best.Similarity && other < best.Rank)) best = (cosine, other);
    }

    /// <summary>A duplicate joins the cluster of the nearest document before it, whose first document is the one that stays.</summary>
    private IEnumerable<SemanticDecision> Decide(int[] order, float least)
    {
        int count = order.Length;
        var roots = new int[count];
        var sizes = new int[count];
        var firsts = new int[count]; // the first duplicate that matched a document that stays
        for (int rank = 0; rank < count; rank++)
        {
            bool isDuplicate = nearest[rank].Similarity >= least;
            roots[rank] = isDuplicate ? roots[nearest[rank].Rank] : rank;
            sizes[roots[rank]]++;
            if (isDuplicate && firsts[nearest[rank].Rank] == 0) firsts[nearest[rank].Rank] = rank;
        }
        for (int rank = 0; rank < count; rank++)
        {
            (float similarity, int other) = nearest[rank];
            bool isDuplicate = roots[rank] != rank;
            int match = isDuplicate ? other : firsts[rank];
            yield return new(IdOf(order[rank]), IdOf(order[roots[rank]]), sizes[roots[rank]], IdOf(order[match]), other < 0 ? -1 : IdOf(order[other]),
                isDuplicate ? similarity : nearest[match].Similarity, other < 0 ? 0 : similarity, heads[order[rank]].Distance, cluster);
        }
    }

    private long IdOf(int row) => RecordIds.Create(heads[row].Shard, heads[row].Record);
}
