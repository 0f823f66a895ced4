namespace DataCuration.Selection;

/// <summary>Scores a sample of a corpus by ranks; both sides of <see cref="TargetRankSelection"/> share it.</summary>
internal sealed class TargetRankFit(TargetRankSelection options) : CorpusFit<PhaseFiles>
{
    public const string TableName = "scores";

    public override string Name => "target-ranks";

    public override IReadOnlyList<Corpus> Inputs => options.Inputs;

    protected override void Describe(FingerprintWriter writer) => options.DescribeRanks(writer);

    protected override async Task<PhaseFiles> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        (AnnotationTable table, EmbeddingStore vectors) = await VectorRows.FitAsync(scope, scope.Corpus, options.Embedding, [], cancellationToken)
            .ConfigureAwait(false);
        using (vectors)
        {
            var targets = new List<(AnnotationTable Table, EmbeddingStore Vectors)>();
            try
            {
                foreach (Corpus target in options.Inputs)
                    targets.Add(await VectorRows.FitAsync(scope, target, options.Embedding, [], cancellationToken).ConfigureAwait(false));
                return await scope.FinishAsync("scores", (output, token) =>
                {
                    Write(output, table, new VectorRows(table, vectors), [.. targets.Select(target => new VectorRows(target.Table, target.Vectors))], token);
                    return Task.CompletedTask;
                }, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                foreach ((_, EmbeddingStore store) in targets) store.Dispose();
            }
        }
    }

    /// <summary>Writes the score of each document: infinity for one that is not in the sample, NaN for one without a vector.</summary>
    private void Write(ShardOutput output, AnnotationTable table, VectorRows rows, VectorRows[] targets, CancellationToken cancellationToken)
    {
        // The sample is in an order that seed and ids decide, so that ranks of equally similar documents do not depend on the files.
        long[] sample = rows.Draw(_ => true, options.SampleDocuments, options.Seed, cancellationToken);
        if (sample.Length == 0) throw SelectionChecks.NoDocuments();
        VectorSet[] examples = [.. targets.Select(target =>
            target.Select(target.Draw(_ => true, options.ExamplesPerTarget ?? long.MaxValue, options.Seed, cancellationToken)))];
        double[] scores = TargetRanking.Score(new JoinedVectors(examples), rows.Select(sample), options.Score, options.Threads, cancellationToken);
        Array.Sort(sample, scores);
        var written = new RecordTableWriter<double>(output, TableName);
        for (long row = 0, next = 0; row < table.RowCount; row++)
            written.Append(row, next < sample.Length && sample[next] == row ? scores[next++] : double.PositiveInfinity);
        written.Complete();
    }

    /// <summary>Several sets after each other.</summary>
    private sealed class JoinedVectors(VectorSet[] sets) : VectorSet
    {
        public override long Count => sets.Sum(set => set.Count);

        public override int Dimension => sets[0].Dimension;

        public override void Read(long first, Span<float> vectors)
        {
            for (int at = 0; at < vectors.Length; at += Dimension, first++)
            {
                long place = first;
                int set = 0;
                while (place >= sets[set].Count) place -= sets[set++].Count;
                sets[set].Read(place, vectors.Slice(at, Dimension));
            }
        }
    }
}
