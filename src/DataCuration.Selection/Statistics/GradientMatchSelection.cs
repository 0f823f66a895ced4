using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Selection;

/// <summary>
/// Selects the documents whose gradients are most like a target's, in rounds, as ORCA-ICL does for in-context learning (Han and others 2023, arXiv 2306.15091;
/// after ORCA, Han and Tsvetkov 2022). In each round, the documents with the highest cosines join those of earlier rounds. The model is trained on
/// all of them before the next round.
/// </summary>
/// <remarks>
/// The list's tables <c>cosine</c> and <c>round</c> hold, for each record, the cosine of the last round in which it was compared, and the round in which it was
/// selected (0: not selected). A document whose cosine is not a number cannot be selected. Equal cosines are decided by the hash of the id.
/// <para>Memory: 32 bytes for each of <see cref="PerRound"/> documents. The corpus is scored once in each round.</para>
/// </remarks>
/// <param name="source">Trains the model and compares gradients.</param>
public sealed class GradientMatchSelection(IGradientSource source) : CorpusFit<KeepList>
{
    private const string TableName = "cosines";
    private readonly IGradientSource source = source ?? throw new ArgumentNullException(nameof(source));

    /// <summary>The number of rounds.</summary>
    /// <value>1 to 100; default 5 (the paper's upper limit).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Rounds
    {
        get;
        init => field = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 100 rounds.");
    } = 5;

    /// <summary>The number of documents that are selected in a round.</summary>
    /// <value>1 to 10 million; default 400 (the paper).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int PerRound
    {
        get;
        init => field = value is >= 1 and <= 10_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A round selects 1 to 10 million documents.");
    } = 400;

    /// <inheritdoc/>
    public override string Name => "gradient-match";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.AddScope("source", source.Describe);
        writer.Add(nameof(Rounds), Rounds);
        writer.Add(nameof(PerRound), PerRound);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        KeepList? selected = null;
        for (int round = 1; round <= Rounds; round++)
        {
            ITextScorer scorer = await source.StartRoundAsync(round, selected is null ? null : scope.Corpus.Keep(selected),
                cancellationToken).ConfigureAwait(false);
            if (scorer.Labels.Count != 1)
                throw new CurationException($"Round {round}: the scorer '{scorer.Name}' has {scorer.Labels.Count} labels, and one is needed: the cosine.");
            selected = await RunRoundAsync(scope, round, scorer, selected, cancellationToken).ConfigureAwait(false);
        }
        return selected!;
    }

    private async Task<KeepList> RunRoundAsync(FitScope scope, int round, ITextScorer scorer, KeepList? before, CancellationToken cancellationToken)
    {
        string Named(string phase) => string.Create(CultureInfo.InvariantCulture, $"{phase}-{round}");
        PhaseFiles scores = await scope.MapAsync(Named("scores"), scope.Corpus, new Sink(scorer), cancellationToken).ConfigureAwait(false);
        PhaseFiles best = await scope.FinishAsync(Named("best"), (output, token) =>
        {
            WriteBest(output, scores, before, round, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.ReduceAsync(Named("parts"), scope.ShardCount, (output, _) =>
        {
            WritePart(output, scores, best, before, round);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync(Named("list"), parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private readonly record struct Scored(ulong IdHash, float Cosine, int Padding);

    private readonly record struct Chosen(long Record, int Shard, int Padding);

    /// <summary>Finds the best documents that no earlier round selected, over all shards.</summary>
    private void WriteBest(ShardOutput output, PhaseFiles scores, KeepList? before, int round, CancellationToken cancellationToken)
    {
        using var table = new RecordTable<Scored>(scores, TableName);
        using RecordTable<int>? rounds = before?.OpenProvenance<int>("round");
        var best = new PriorityQueue<Chosen, (float, ulong, int, long)>(new WorstFirst());
        long unrated = 0;
        for (int shard = 0; shard < scores.TaskCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RecordTablePart<Scored>? part = table.OpenShard(shard);
            if (part is null) continue;
            for (RecordCursor<Scored> cursor = part.Read(); cursor.Read();)
            {
                if (float.IsNaN(cursor.Value.Cosine))
                {
                    unrated++;
                    continue;
                }
                if (rounds is not null && rounds.TryGet(shard, cursor.Record, out int earlier) && earlier > 0) continue;
                best.Enqueue(new(cursor.Record, shard, 0), (cursor.Value.Cosine, cursor.Value.IdHash, shard, cursor.Record));
                if (best.Count > PerRound) best.Dequeue();
            }
        }
        if (unrated > 0) output.Warn(string.Create(CultureInfo.InvariantCulture,
            $"{unrated} documents have no gradient in round {round} and cannot be selected."), "gradients");
        if (best.Count < PerRound) output.Warn(string.Create(CultureInfo.InvariantCulture,
            $"Round {round} selects {best.Count} documents instead of {PerRound}: there are no more."), "rounds");
        var records = new PartitionWriter(output, "best", Math.Min(PartitionWriter.MaxPartitions, Math.Max(1, scores.TaskCount)), 16);
        foreach ((Chosen one, _) in best.UnorderedItems.OrderBy(item => item.Element.Shard).ThenBy(item => item.Element.Record))
            records.WriteTo(one.Shard % Math.Min(PartitionWriter.MaxPartitions, scores.TaskCount), one);
        records.Complete();
    }

    private static void WritePart(ShardOutput output, PhaseFiles scores, PhaseFiles best, KeepList? before, int round)
    {
        int shard = output.Index;
        var chosen = new HashSet<long>();
        using (PartitionReader reader = new Partitions(best, "best").Read(shard % Math.Min(PartitionWriter.MaxPartitions, Math.Max(1, scores.TaskCount))))
            while (reader.Read())
                if (reader.Get<Chosen>() is var one && one.Shard == shard) chosen.Add(one.Record);
        using RecordTable<int>? rounds = before?.OpenProvenance<int>("round");
        var part = new KeepListPart(output, scores.GetRecordCount(shard));
        RecordTableWriter<float> cosines = part.AddProvenance<float>("cosine");
        RecordTableWriter<int> selectedIn = part.AddProvenance<int>("round");
        using var table = new RecordTable<Scored>(scores, TableName);
        using RecordTablePart<Scored>? rows = table.OpenShard(shard);
        if (rows is not null)
            for (RecordCursor<Scored> cursor = rows.Read(); cursor.Read();)
            {
                long record = cursor.Record;
                int number = rounds is not null && rounds.TryGet(shard, record, out int earlier) && earlier > 0 ? earlier : chosen.Contains(record) ? round : 0;
                cosines.Append(record, cursor.Value.Cosine);
                selectedIn.Append(record, number);
                if (number > 0) part.Keep(record);
            }
        part.Complete();
    }

    private sealed class WorstFirst : IComparer<(float Cosine, ulong IdHash, int Shard, long Record)>
    {
        public int Compare((float Cosine, ulong IdHash, int Shard, long Record) x, (float Cosine, ulong IdHash, int Shard, long Record) y)
        {
            int compared = x.Cosine.CompareTo(y.Cosine);
            if (compared != 0) return compared;
            // The smaller hash is better; the place decides among documents with one id.
            return (y.IdHash, y.Shard, y.Record).CompareTo((x.IdHash, x.Shard, x.Record));
        }
    }

    private sealed class Sink(ITextScorer scorer) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("sink", "gradient-cosines/1");
            writer.Add("batch_size", scorer.BatchSize);
            writer.AddScope("scorer", scorer.Describe);
        }

        public IShardWriter Open(ShardOutput output) => new Writer(scorer, output);
    }

    private sealed class Writer(ITextScorer scorer, ShardOutput output) : IShardWriter
    {
        private readonly RecordTableWriter<Scored> table = new(output, TableName);
        private readonly List<Document> waiting = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                waiting.Add(document);
                if (waiting.Count >= Math.Max(1, scorer.BatchSize)) Score();
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            if (waiting.Count > 0) Score();
            table.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Score()
        {
            var cosines = new float[waiting.Count];
            scorer.Score([.. waiting.Select(document => document.Utf8Text)], cosines);
            for (int i = 0; i < cosines.Length; i++)
                table.Append(waiting[i].Origin.Record, new Scored(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(waiting[i].Id)), cosines[i], 0));
            waiting.Clear();
        }
    }
}
