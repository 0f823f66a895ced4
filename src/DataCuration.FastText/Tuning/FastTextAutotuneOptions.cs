namespace DataCuration.FastText;

/// <summary>Options for tuning: the arguments <c>-autotune-…</c> and defaults of the C++ program (version 0.9.2).</summary>
public sealed record FastTextAutotuneOptions
{
    /// <summary>The metric to maximise (<c>-autotune-metric</c>).</summary>
    /// <value>Default: F1 of all labels together.</value>
    public FastTextMetric Metric { get; init => field = value ?? throw new ArgumentNullException(nameof(Metric)); } = FastTextMetric.F1;

    /// <summary>The number of labels predicted for each line (<c>-autotune-predictions</c>). Only for F1; the other metrics predict all labels.</summary>
    /// <value>1 or more. Default: 1.</value>
    public int Predictions { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Predictions), value, null); } = 1;

    /// <summary>
    /// The number of trials. With a number of trials and one training thread, the result depends only on data, options and seed. Otherwise it also depends
    /// on the clock or on the timing of threads.
    /// </summary>
    /// <value>1 or more; null to stop after <see cref="Duration"/>. Default: null.</value>
    public int? Trials { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Trials), value, null); }

    /// <summary>
    /// The time limit if <see cref="Trials"/> is null (<c>-autotune-duration</c>). The first trial always runs to its end. Once there is a model, a trial
    /// that is still running at the limit is discarded.
    /// </summary>
    /// <value>Above 0. Default: 5 minutes.</value>
    public TimeSpan Duration
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Duration), value, null);
    } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The maximum size of the model file in bytes (<c>-autotune-modelsize</c>). With a limit, models are quantised and keep the largest number of words
    /// and n-grams that fits.
    /// </summary>
    /// <value>Above 0; null for no limit and no quantisation. Default: null.</value>
    public long? ModelSize { get; init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(ModelSize), value, null); }

    /// <summary>
    /// The maximum size in bytes of the rows of words and buckets during training. A trial above it gets fewer buckets. If the words alone exceed the limit
    /// and the dimension is tuned, it gets fewer dimensions. The C++ program has no such limit and tries up to 40 GB.
    /// </summary>
    /// <value>4,096 or more. Default: 2 GiB.</value>
    public long MemoryLimit
    {
        get;
        init => field = value >= 4096 ? value : throw new ArgumentOutOfRangeException(nameof(MemoryLimit), value, null);
    } = 1L << 31;

    /// <summary>The options that tuning changes.</summary>
    /// <value>Default: all.</value>
    public FastTextTunedOptions Tuned { get; init; } = FastTextTunedOptions.All;
}
