namespace DataCuration.Deduplication;

/// <summary>Makes edges of candidate pairs: without repetition, and verified if asked for.</summary>
/// <param name="scope">The fit.</param>
/// <param name="signer">Makes the shingles of texts.</param>
/// <param name="indexes">The indexes; with verification they have sets of shingles.</param>
/// <param name="tasks">The number of tasks that pairs are divided into.</param>
/// <param name="memoryBytes">The memory of a sort.</param>
internal sealed class EdgePhases(FitScope scope, MinHashSigner signer, IReadOnlyList<MinHashIndex> indexes, int tasks, long memoryBytes)
{
    private const string DistinctName = "distinct", CandidatesName = ShingleSetSink.CandidatesName;
    private readonly int groups = KeepPhase.GroupsOf(scope.ShardCount);

    /// <summary>Takes all pairs for edges.</summary>
    public Task<PhaseFiles> AcceptAsync(PhaseFiles pairs, CancellationToken cancellationToken) =>
        scope.ReduceAsync("edges", tasks, (output, token) =>
        {
            var writer = new EdgeWriter(output, tasks, groups);
            foreach (IdPair pair in Distinct(pairs, output, token)) writer.Write(pair, double.NaN);
            writer.Complete();
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>Takes the pairs with a similarity. The shingles of all candidates are written in a second pass over the corpus.</summary>
    public async Task<PhaseFiles> VerifyAsync(PhaseFiles pairs, double minSimilarity, CancellationToken cancellationToken)
    {
        PhaseFiles distinct = await scope.ReduceAsync("distinct", tasks, (output, token) =>
        {
            PartitionWriter writer = new(output, DistinctName, tasks, recordSize: 16), candidates = new(output, CandidatesName, groups, recordSize: 16);
            foreach (IdPair pair in Distinct(pairs, output, token))
            {
                writer.WriteTo(output.Index, pair);
                AddCandidate(candidates, pair.First);
                AddCandidate(candidates, pair.Second);
            }
            writer.Complete();
            candidates.Complete();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles gathered = await scope.ReduceAsync("candidates", groups, (output, token) =>
        {
            NumberSet.Gather(new Partitions(distinct, CandidatesName), output, CandidatesName, memoryBytes, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles sets = await scope.MapAsync("shingles", scope.Corpus, new ShingleSetSink(signer, gathered), cancellationToken).ConfigureAwait(false);
        return await scope.ReduceAsync("edges", tasks, (output, token) =>
        {
            var writer = new EdgeWriter(output, tasks, groups);
            using var reader = new ShingleSets(sets);
            ShingleSets[] others = [.. indexes.Select(index => index.OpenShingles())];
            using PartitionReader sorted = new Partitions(distinct, DistinctName).Read(output.Index);
            long first = long.MaxValue;
            ulong[] left = [];
            try
            {
                while (sorted.Read())
                {
                    token.ThrowIfCancellationRequested();
                    IdPair pair = sorted.Get<IdPair>();
                    if (pair.First != first) (first, left) = (pair.First, Read(pair.First));
                    double similarity = MinHashSigner.Jaccard(left, Read(pair.Second));
                    if (similarity >= minSimilarity) writer.Write(pair, similarity);
                }
            }
            finally
            {
                foreach (ShingleSets other in others) other.Dispose();
            }
            writer.Complete();
            return Task.CompletedTask;

            ulong[] Read(long id)
            {
                MatchedRecord record = RecordIds.Parse(id);
                return (record.Index is { } index ? others[index] : reader).Read(record.Shard, record.Record);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private void AddCandidate(PartitionWriter candidates, long id)
    {
        if (id < 0) return; // an index has its own sets
        int shard = RecordIds.ShardOf(id);
        candidates.WriteTo(shard % groups, new IdPair(shard, RecordIds.RecordOf(id)));
    }

    private IEnumerable<IdPair> Distinct(PhaseFiles pairs, ShardOutput output, CancellationToken cancellationToken)
    {
        var input = new Partitions(pairs, CandidatePairs.RecordName);
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.Int64(count: 2))
        {
            RecordSize = 16,
            MemoryBytes = memoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => input.Read(output.Index), cancellationToken);
        IdPair? last = null;
        while (sorted.Read())
        {
            IdPair pair = sorted.Get<IdPair>();
            if (pair == last) continue;
            last = pair;
            yield return pair;
        }
    }
}
