namespace DataCuration.FastText;

/// <summary>Trains given matrices on a text with one or more threads (fasttext.cc, startThreads).</summary>
internal sealed class FastTextTrainingRun
{
    private readonly Func<Stream> open;
    private readonly IProgress<FastTextTrainingProgress>? progress;
    private readonly long reportEvery;
    private long tokens, nextReport;

    /// <param name="arguments">The model's arguments.</param>
    /// <param name="dictionary">The model's dictionary.</param>
    /// <param name="input">The input matrix, which is trained in place.</param>
    /// <param name="output">The output matrix, which is trained in place.</param>
    /// <param name="open">Opens the training text.</param>
    /// <param name="count">
    /// The number of words, labels and line ends of the text. Counted by the caller, because the number in a model file cannot be trusted.
    /// </param>
    /// <param name="schedule">Epochs, learning rate, threads, seed and label prefix.</param>
    /// <param name="progress">Receives progress reports.</param>
    public FastTextTrainingRun(FastTextArguments arguments, FastTextDictionary dictionary, DenseMatrix input, DenseMatrix output, Func<Stream> open, long count,
        FastTextSchedule schedule, IProgress<FastTextTrainingProgress>? progress)
    {
        Arguments = arguments;
        Dictionary = dictionary;
        Input = input;
        this.open = open;
        this.progress = progress;
        LearningRate = schedule.LearningRate;
        Threads = schedule.Threads;
        Seed = schedule.Seed;
        LabelPrefix = schedule.LabelPrefix;
        Goal = checked(schedule.Epochs * count);
        reportEvery = Math.Max(1, Goal / 200);
        using (Stream stream = open()) Length = stream.Length;
        if (arguments.Model != FastTextModelKind.Supervised)
        {
            Words = new(dictionary);
            Keep = KeepProbabilities(dictionary, arguments.SamplingThreshold);
        }
        Objective = FastTextObjective.Make(arguments, output, dictionary.TargetCounts);
    }

    public FastTextArguments Arguments { get; }

    public FastTextDictionary Dictionary { get; }

    public DenseMatrix Input { get; }

    public FastTextObjective Objective { get; }

    public FastTextWordRows? Words { get; }

    /// <summary>The probability of keeping each word; null for classifiers.</summary>
    public float[]? Keep { get; }

    public double LearningRate { get; }

    public int Threads { get; }

    public int Seed { get; }

    public byte[] LabelPrefix { get; }

    /// <summary>The text's length in bytes.</summary>
    public long Length { get; }

    /// <summary>The number of tokens to read, over all epochs.</summary>
    public long Goal { get; }

    public long Tokens => Volatile.Read(ref tokens);

    public float Progress => (float)Tokens / Goal;

    public Stream Open() => open();

    /// <summary>Trains. A single thread is the caller's own.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        if (Threads == 1)
        {
            new FastTextWorker(this, 0).Run(cancellationToken);
        }
        else
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task[] tasks = [.. Enumerable.Range(0, Threads).Select(index => Task.Factory.StartNew(() =>
            {
                try
                {
                    new FastTextWorker(this, index).Run(stop.Token);
                }
                catch
                {
                    stop.Cancel(); // if one thread fails, the others stop
                    throw;
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default))];
            Wait(tasks);
        }
        foreach (DenseMatrix matrix in (ReadOnlySpan<DenseMatrix>)[Input, Objective.Output])
            foreach (float value in matrix.Values)
                if (!float.IsFinite(value))
                    throw new InvalidOperationException("The training diverged: the model contains numbers that are not finite. Use a lower learning rate.");
    }

    /// <summary>Adds tokens that a thread has read, and reports the progress.</summary>
    public void Advance(long count, FastTextWorker worker, bool reports)
    {
        long done = Interlocked.Add(ref tokens, count);
        if (!reports || progress is null || done < nextReport) return;
        nextReport = done + reportEvery;
        double fraction = Math.Min(1, (double)done / Goal);
        progress.Report(new() { Fraction = fraction, Tokens = done, LearningRate = LearningRate * (1 - fraction), Loss = worker.Loss });
    }

    private static void Wait(Task[] tasks)
    {
        Task all = Task.WhenAll(tasks);
        ((IAsyncResult)all).AsyncWaitHandle.WaitOne();
        // Rethrows the failure that stopped the threads, not the cancellations that it caused.
        Exception? first = all.Exception?.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException);
        if (first is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        all.GetAwaiter().GetResult();
    }

    /// <summary>Computes sqrt(t/f) + t/f for each word, where f is its relative frequency (Mikolov et al. 2013, as in the original).</summary>
    private static float[] KeepProbabilities(FastTextDictionary dictionary, double threshold)
    {
        var result = new float[dictionary.Words];
        for (int i = 0; i < result.Length; i++)
        {
            float share = (float)dictionary.Entries.Counts[i] / dictionary.Entries.Tokens;
            result[i] = (float)(Math.Sqrt(threshold / share) + threshold / share);
        }
        return result;
    }
}
