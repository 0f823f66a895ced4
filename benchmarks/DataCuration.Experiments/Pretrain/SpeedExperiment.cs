using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;
using TorchSharp;

namespace DataCuration.Experiments.Pretrain;

/// <summary>
/// Compares the speed of the backend with that of <see cref="PlainLoop"/> in one process: both train the same model on the same texts, in turns, so that other
/// work on the machine slows both down.
/// </summary>
internal sealed class SpeedExperiment : IDisposable
{
    private const int BatchRows = 8;

    /// <summary>10.8 million parameters over bytes, the size at which the plain loop was first measured.</summary>
    private static readonly DecoderOptions Model =
        new() { Layers = 6, Width = 384, Heads = 6, KeyValueHeads = 6, FeedForwardWidth = 1_024, ContextLength = 256 };

    private readonly TemporaryFolder folder = new();
    private readonly TokenShards shards;
    private readonly int threads;
    private readonly bool isPacked;

    /// <param name="isPacked">True for documents of varying length, packed without cutting; false for full rows.</param>
    /// <param name="threads">The number of threads of both.</param>
    public SpeedExperiment(bool isPacked, int threads)
    {
        this.isPacked = isPacked;
        this.threads = threads;
        shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), Texts());
    }

    /// <summary>The length of documents in bytes: mean, shortest and longest.</summary>
    public (double Mean, int Shortest, int Longest) Lengths
    {
        get
        {
            int[] lengths = [.. Enumerable.Range(0, (int)shards.DocumentCount).Select(document => shards.GetLength(document))];
            return (lengths.Average(), lengths.Min(), lengths.Max());
        }
    }

    /// <summary>Runs both in turns.</summary>
    /// <param name="rounds">The number of turns.</param>
    /// <param name="steps">The number of steps of a turn.</param>
    /// <param name="cancellationToken">Stops the experiment.</param>
    /// <returns>The tokens per second of the backend and of the plain loop in each round.</returns>
    public async Task<IReadOnlyList<(double Own, double Plain)>> RunAsync(int rounds, int steps, CancellationToken cancellationToken)
    {
        var backend = new TorchSharpBackend();
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchRows = BatchRows,
            Device = TrainingDevice.Cpu,
            Threads = threads,
            PeakLearningRate = 3e-4,
            WarmupSteps = 0,
            Packing = isPacked ? RowPacking.BestFit : RowPacking.Stream,
            SeparateDocuments = isPacked,
        };
        var results = new List<(double Own, double Plain)>();
        // The loop has its own thread, whose number of threads the backend does not change.
        using var plain = new PlainThread(Model, threads);
        await backend.PretrainAsync(shards, Model, options with { Steps = 1 }, cancellationToken: cancellationToken).ConfigureAwait(false);
        plain.Run([.. Batches(0, 1)]);
        for (int round = 0; round < rounds; round++)
        {
            TrainingReport report = await backend.PretrainAsync(shards, Model, options with { Seed = (ulong)round }, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            (long tokens, double seconds) = plain.Run([.. Batches(round, steps)]);
            results.Add((report.TokensSeen / report.Seconds, tokens / seconds));
        }
        return results;
    }

    public void Dispose()
    {
        shards.Dispose();
        folder.Dispose();
    }

    private IEnumerable<IReadOnlyList<int[]>> Batches(int round, int steps)
    {
        if (!isPacked)
        {
            var rows = new PackedRows(shards, Model.ContextLength, (ulong)round);
            for (int step = 0; step < steps; step++)
            {
                yield return [.. Enumerable.Range(0, BatchRows).Select(row =>
                {
                    var tokens = new int[Model.ContextLength + 1];
                    rows.Read(step * BatchRows + row, tokens);
                    return tokens;
                })];
            }
            yield break;
        }
        // Documents in an order drawn by the round, each after the end-of-document token; longer ones in parts.
        var random = new SeededRandom((ulong)round);
        var parts = new Queue<int[]>();
        for (int step = 0; step < steps; step++)
        {
            var batch = new List<int[]>();
            while (batch.Count < BatchRows)
            {
                if (parts.Count == 0)
                {
                    int[] tokens = [shards.EndOfDocument!.Value, .. shards.GetTokens(random.NextInt64(shards.DocumentCount))];
                    for (int start = 0; start < tokens.Length - 1; start += Model.ContextLength)
                        parts.Enqueue(tokens[start..Math.Min(tokens.Length, start + Model.ContextLength + 1)]);
                }
                batch.Add(parts.Dequeue());
            }
            yield return batch;
        }
    }

    // Lengths are log-normal, as those of web pages are, around a third of the context.
    private static IEnumerable<string> Texts()
    {
        var random = new SeededRandom(7);
        for (int document = 0; document < 20_000; document++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            int length = (int)Math.Clamp(80 * Math.Exp(0.8 * normal), 8, 2_000);
            var text = new char[length];
            for (int i = 0; i < length; i++) text[i] = (char)('a' + random.NextInt64(26));
            yield return new string(text);
        }
    }

    /// <summary>A thread that runs the plain loop. Torch keeps the number of threads per thread.</summary>
    private sealed class PlainThread(DecoderOptions model, int threads) : IDisposable
    {
        private PlainLoop? loop;

        public (long Tokens, double Seconds) Run(IReadOnlyList<IReadOnlyList<int[]>> batches)
        {
            (long, double) result = default;
            var thread = new Thread(() =>
            {
                torch.set_num_threads(threads == 0 ? Environment.ProcessorCount : threads);
                loop ??= new PlainLoop(model);
                result = loop.Run(batches);
            });
            thread.Start();
            thread.Join();
            return result;
        }

        public void Dispose() => loop?.Dispose();
    }
}
