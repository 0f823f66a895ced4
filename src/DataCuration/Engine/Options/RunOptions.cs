namespace DataCuration;

/// <summary>
/// The options of a run. Only <see cref="Seed"/>, <see cref="Faults"/>, <see cref="MaxDocumentChars"/> and <see cref="MaxRecordBytes"/> can change the bytes
/// of an output.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// RunOptions options = RunOptions.FromEnvironment() with { WorkDirectory = "out", Faults = FaultPolicy.Quarantine(0.01), MaxParallelShards = 4 };
/// using var run = new CurationRun(options);
/// await Corpus.FromJsonl("pool/*.jsonl").WriteJsonlAsync("copy", run);
/// </code>
/// </example>
public sealed record RunOptions
{
    /// <summary>The folder for outputs with relative names and for fitted artifacts. Default: <c>curation</c> in the current folder.</summary>
    public string WorkDirectory
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A work directory is needed.", nameof(value)) : value;
    } = "curation";

    /// <summary>
    /// The store that outputs, artifacts and the state of the run are written to and read from. Sources have stores of their own, such as
    /// <see cref="JsonlReadOptions.Files"/>. Default: <see cref="LocalFileStore.Instance"/>.
    /// </summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;

    /// <summary>The number of shards that this process works on at once; at least 1. Default: the number of processors.</summary>
    public int MaxParallelShards
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one worker is needed.");
    } = Environment.ProcessorCount;

    /// <summary>The treatment of documents that fail. Default: <see cref="FaultPolicy.Fail"/>.</summary>
    public FaultPolicy Faults { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = FaultPolicy.Fail;

    /// <summary>
    /// The treatment of finished work that depends on something that changed: an option, a stage, an input file. Default: <see cref="WhenChanged.Refuse"/>,
    /// because a mistyped option must not cost days of finished work. Use <see cref="WhenChanged.Remake"/> while you try things out.
    /// </summary>
    public WhenChanged WhenChanged { get; init; } = WhenChanged.Refuse;

    /// <summary>
    /// True to check the files of an earlier run against the hashes in their manifests when a later phase first reads them. A damaged file is named and made
    /// again. It costs a second reading of these files. Files between the phases of a fit are always checked. Default: true.
    /// </summary>
    public bool VerifyOutputs { get; init; } = true;

    /// <summary>The seed of the stages' randomness (<see cref="StageContext.Random"/>). Fits have their own seeds. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of this process, from 0, among the <see cref="WorldSize"/> processes that share the work. Default: 0.</summary>
    public int Rank { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Ranks count from 0."); }

    /// <summary>The number of processes that share the work directory and the work. Each has its own <see cref="Rank"/>. Default: 1.</summary>
    public int WorldSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one process is needed.");
    } = 1;

    /// <summary>The behaviour of a rank when other ranks have not finished a phase that it needs. Default: <see cref="PhaseWait.Wait"/>.</summary>
    public PhaseWait PhaseWait { get; init; } = PhaseWait.Wait;

    /// <summary>
    /// The maximum time to wait for other ranks without a sign of life of them: a process of theirs that runs, or a shard that gets finished. A process that
    /// runs but finishes no shard for a day counts as hung. <see cref="Timeout.InfiniteTimeSpan"/> waits without limit. Default: 1 hour (our choice: a rank
    /// that was started again by its scheduler is back by then).
    /// </summary>
    public TimeSpan PhaseTimeout
    {
        get;
        init => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The time is above zero, or Timeout.InfiniteTimeSpan.");
    } = TimeSpan.FromHours(1);

    /// <summary>Receives progress reports a few times a second, on worker threads. Default: null.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>
    /// Receives the warnings of a run that has no logger, one line each. The first of a kind is written at once, and the counts at the end of a phase.
    /// <see cref="RunReport.Warnings"/> has them in any case. <see cref="TextWriter.Null"/> turns them off.
    /// </summary>
    /// <value>Default: standard error.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TextWriter WarningWriter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = StandardStreams.Error;

    /// <summary>The number of documents in a batch. Default: 256 (measured: larger batches do not reduce the overhead per document).</summary>
    public int BatchDocuments
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch holds at least one document.");
    } = 256;

    /// <summary>
    /// The number of bytes of text that make a batch full before <see cref="BatchDocuments"/> does. Together with <see cref="MaxParallelShards"/> it bounds
    /// memory. Default: 4 MiB.
    /// </summary>
    public long BatchBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch holds at least one byte.");
    } = 4 << 20;

    /// <summary>
    /// The bytes of text or raw content at which an asynchronous stage's window takes no more documents, per stage and shard. A single larger document is still
    /// taken. With the windows of the stages it bounds memory; it does not change the output.
    /// </summary>
    /// <value>1 or more; default 64 MiB (our choice).</value>
    public long WindowBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A window holds at least one byte.");
    } = 64L << 20;

    /// <summary>The maximum length of a document in UTF-16 units. A longer one is a record fault (<c>document_too_long</c>). Default: 10,000,000.</summary>
    public int MaxDocumentChars
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is at least one character.");
    } = 10_000_000;

    /// <summary>
    /// The maximum length of a record in bytes. A longer one is a record fault (<c>record_too_long</c>) and is never held in memory. Default: 64 MiB.
    /// </summary>
    public int MaxRecordBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is at least one byte.");
    } = 64 << 20;

    /// <summary>
    /// Creates options with <see cref="Rank"/> and <see cref="WorldSize"/> from the environment of the process. All other options have their defaults: add
    /// yours with <c>with</c>.
    /// </summary>
    /// <remarks>
    /// The first source that is present is used: <c>RANK</c> with <c>WORLD_SIZE</c> (torchrun, or set by hand), Open MPI (<c>OMPI_COMM_WORLD_RANK</c>,
    /// <c>OMPI_COMM_WORLD_SIZE</c>), a Slurm array (<c>SLURM_ARRAY_TASK_ID</c>, <c>_COUNT</c>, <c>_MIN</c>, <c>_STEP</c>), Slurm tasks
    /// (<c>SLURM_PROCID</c>, <c>SLURM_NTASKS</c>), a Kubernetes indexed job (<c>JOB_COMPLETION_INDEX</c>). <c>WORLD_SIZE</c> without <c>RANK</c> replaces the
    /// number of ranks of every other source; a Kubernetes job needs it, because Kubernetes sets no such variable. Without any of them the rank is 0 of 1.
    /// <c>SLURM_CPUS_PER_TASK</c> sets <see cref="MaxParallelShards"/>, because <see cref="Environment.ProcessorCount"/> is the whole machine where Slurm does
    /// not bind tasks to processors.
    /// </remarks>
    /// <param name="lookup">Returns the value of a variable, or null. Default: <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <returns>The options.</returns>
    /// <exception cref="CurationException">A variable is not a number, one of a pair is missing, or the rank is not below the world size.</exception>
    public static RunOptions FromEnvironment(Func<string, string?>? lookup = null)
    {
        var environment = new RankEnvironment(lookup ?? Environment.GetEnvironmentVariable);
        (int rank, int worldSize) = environment.Read() ?? (0, 1);
        var options = new RunOptions { Rank = rank, WorldSize = worldSize };
        return environment.ReadProcessors() is { } processors ? options with { MaxParallelShards = processors } : options;
    }

    /// <summary>
    /// Reads options from pairs of names and texts, such as a section of a configuration file, environment variables or a command line. It is strict: a name
    /// that is not an option, and a text that an option cannot take, throw.
    /// </summary>
    /// <remarks>
    /// With Microsoft.Extensions.Configuration, pass <c>configuration.GetRequiredSection("Curation").AsEnumerable(makePathsRelative: true)</c>. Names are
    /// those of the properties, in any case. <see cref="Faults"/> is a text that <see cref="FaultPolicy.Parse"/> understands, a section with
    /// <c>MaxRatio</c>, or both <c>quarantine</c> and <c>Faults:MaxRatio</c>. <see cref="PhaseTimeout"/> is a time such as <c>02:30:00</c>, or
    /// <c>infinite</c>. <see cref="Files"/> and <see cref="Progress"/> are objects of the program: set them with <c>with</c>. A name without a text is not
    /// set.
    /// </remarks>
    /// <param name="settings">The pairs. A colon separates the parts of a name.</param>
    /// <param name="defaults">The options that are not named in <paramref name="settings"/>. Default: those of a new instance.</param>
    /// <returns>The options.</returns>
    /// <exception cref="CurationException">
    /// A name is unknown or given twice, or a text cannot be used. The message names both, and lists what is possible.
    /// </exception>
    public static RunOptions FromSettings(IEnumerable<KeyValuePair<string, string?>> settings, RunOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return RunSettings.Read(settings, defaults ?? new RunOptions());
    }

    internal void Validate()
    {
        if (Rank >= WorldSize) throw new ArgumentException($"Rank {Rank} does not exist in a world of {WorldSize}: ranks count from 0 to {WorldSize - 1}. "
            + "Set RunOptions.Rank and RunOptions.WorldSize, or take both from the scheduler with RunOptions.FromEnvironment().");
    }
}
