namespace DataCuration.Selection;

/// <summary>
/// The documents of a corpus and their vectors, in one order: a row of the table and a vector of the store for each document. Draws samples by seed and id.
/// </summary>
internal sealed class VectorRows
{
    private readonly AnnotationTable table;
    private readonly EmbeddingStore store;

    public VectorRows(AnnotationTable table, EmbeddingStore store)
    {
        this.table = table;
        this.store = store;
        if (table.RowCount != store.Count || table.ShardCount != store.ShardCount)
            throw new InvalidDataException($"There are {store.Count} vectors in '{store.Folder}' and {table.RowCount} documents.");
    }

    /// <summary>Makes the table and the vectors of a corpus, in fits that are shared with others.</summary>
    /// <param name="scope">The fit.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="embedding">Makes the vectors.</param>
    /// <param name="groups">The fields that group the documents.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<(AnnotationTable Table, EmbeddingStore Vectors)> FitAsync(FitScope scope, Corpus corpus, EmbeddingFit embedding,
        IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        AnnotationTable table = await scope.FitAsync(corpus, new AnnotationTableFit([], groups, DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        return (table, await scope.FitAsync(corpus, embedding, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Returns the number of a row's vector in the store.</summary>
    public long Of(AnnotationRow row) => store.GetFirstRow(row.Shard) + row.Number;

    /// <summary>Draws documents without replacement, by seed and id. Returns the numbers of their vectors, in an order that only seed and ids decide.</summary>
    /// <param name="isIn">Tells if a document can be drawn.</param>
    /// <param name="count">The number to draw; all if there are fewer.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public long[] Draw(Func<AnnotationRow, bool> isIn, long count, ulong seed, CancellationToken cancellationToken)
    {
        // A stream of its own: the documents that another selection drew with this seed would all be at one end of the order.
        ulong ownSeed = SeededRandom.Create(seed, "vector-sample", "").NextUInt64();
        // The queue's first element is the worst of those drawn so far. Documents with equal ids are ordered by their place.
        var drawn = new PriorityQueue<long, (ulong, long)>(Comparer<(ulong Key, long Place)>.Create((left, right) => right.CompareTo(left)));
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            if (!isIn(row)) continue;
            ulong key = SeededRandom.Mix(ownSeed ^ row.IdHash);
            (ulong, long) priority = (key, Of(row));
            if (drawn.Count >= count && (count == 0 || !drawn.TryPeek(out _, out (ulong, long) worst) || priority.CompareTo(worst) > 0)) continue;
            drawn.Enqueue(Of(row), priority);
            if (drawn.Count > count) drawn.Dequeue();
        }
        var rows = new long[drawn.Count];
        for (int i = rows.Length - 1; i >= 0; i--) rows[i] = drawn.Dequeue();
        return rows;
    }

    /// <summary>Returns the vectors of some documents, in the given order.</summary>
    public VectorSet Select(long[] rows) => new Subset(store, rows);

    private sealed class Subset(EmbeddingStore store, long[] rows) : VectorSet
    {
        public override long Count => rows.Length;

        public override int Dimension => store.Dimension;

        public override void Read(long first, Span<float> vectors)
        {
            for (int at = 0; at < vectors.Length; at += Dimension, first++) store.Read(rows[first], vectors.Slice(at, Dimension));
        }
    }
}
