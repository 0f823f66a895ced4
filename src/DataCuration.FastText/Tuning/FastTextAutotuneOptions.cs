namespace DataCuration.FastText;

/// <summary>How options are tuned: the arguments <c>-autotune-…</c> of the C++ program, with its defaults (version 0.9.2).</summary>
public sealed record FastTextAutotuneOptions
{
    /// <summary>What is made as large as it can be (<c>-autotune-metric</c>).</summary>
    /// <value>Default: F1 of all labels together.</value>
    public FastTextMetric Metric { get; init => field = value ?? throw new ArgumentNullException(nameof(Metric)); } = FastTextMetric.F1;

    /// <summary>How many labels are predicted for a line (<c>-autotune-predictions</c>). Metrics at a recall or precision look at all of them.</summary>
    /// <value>1 or more. Default: 1.</value>
    public int Predictions { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Predictions), value, null); } = 1;

    /// <summary>How many trainings are tried. With a number of them, and training on one thread, the result depends on data, options and seed alone; else also on the clock, or on how threads run.</summary>
    /// <value>1 or more. Default: null: as many as <see cref="Duration"/> has time for.</value>
    public int? Trials { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Trials), value, null); }

    /// <summary>How long is tried, if <see cref="Trials"/> is null (<c>-autotune-duration</c>). The first training is always brought to its end; one that is under way when the time is up counts for nothing.</summary>
    /// <value>Above 0. Default: 5 minutes.</value>
    public TimeSpan Duration { get; init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Duration), value, null); } = TimeSpan.FromMinutes(5);

    /// <summary>The largest size of the model's file in bytes (<c>-autotune-modelsize</c>): models are quantised, with as many words and n-grams as it has room for.</summary>
    /// <value>Above 0. Default: null: models are not quantised.</value>
    public long? ModelSize { get; init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(ModelSize), value, null); }

    /// <summary>How many bytes the rows of words and buckets may take while training; a trial with more gets fewer dimensions, where words alone take more and dimensions are tuned, and fewer buckets. The C++ program has no such limit, and tries up to 40 GB.</summary>
    /// <value>4,096 or more. Default: 2 GiB.</value>
    public long MemoryLimit { get; init => field = value >= 4096 ? value : throw new ArgumentOutOfRangeException(nameof(MemoryLimit), value, null); } = 1L << 31;

    /// <summary>Which options may change.</summary>
    /// <value>Default: all.</value>
    public FastTextTunedOptions Tuned { get; init; } = FastTextTunedOptions.All;
}
