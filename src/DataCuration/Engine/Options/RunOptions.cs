namespace DataCuration;

/// <summary>How a run is carried out. None of these options changes the bytes of an output, except <see cref="Seed"/>, <see cref="Faults"/> and the two size limits.</summary>
public sealed record RunOptions
{
    /// <summary>The folder that relative output names and fitted artifacts go to. Default: <c>curation</c> in the current folder.</summary>
    public string WorkDirectory
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A work directory is needed.", nameof(value)) : value;
    } = "curation";

    /// <summary>How many shards this process works on at once; 1 or more. Default: the number of processors.</summary>
    public int MaxParallelShards
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one worker is needed.");
    } = Environment.ProcessorCount;

    /// <summary>What happens to documents that fail. Default: <see cref="FaultPolicy.Fail"/>.</summary>
    public FaultPolicy Faults { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = FaultPolicy.Fail;

    /// <summary>What happens where finished work of another recipe is found. Default: <see cref="ResumeMode.Verify"/>.</summary>
    public ResumeMode Resume { get; init; } = ResumeMode.Verify;

    /// <summary>The seed of the stages' randomness (<see cref="StageContext.Random"/>). Default: 0. Fits have seeds of their own.</summary>
    public ulong Seed { get; init; }

    /// <summary>This process's number among <see cref="WorldSize"/> processes that share the work, from 0. Default: 0.</summary>
    public int Rank { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Ranks count from 0."); }

    /// <summary>How many processes share the work directory and the work, each with its own <see cref="Rank"/>. Default: 1.</summary>
    public int WorldSize { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one process is needed."); } = 1;

    /// <summary>What a rank does when the others have not finished a phase that it needs. Default: <see cref="PhaseWait.Wait"/>.</summary>
    public PhaseWait PhaseWait { get; init; } = PhaseWait.Wait;

    /// <summary>The longest wait for the other ranks. Default: no limit.</summary>
    public TimeSpan PhaseTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Told about progress a few times a second, from worker threads. Default: nobody.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>How many documents go through the stages at a time. Default: 256 (measured: overhead per document no longer falls beyond).</summary>
    public int BatchDocuments
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch holds at least one document.");
    } = 256;

    /// <summary>How many bytes of text make a batch full before its documents do. Default: 4 MiB. With <see cref="MaxParallelShards"/> it bounds memory.</summary>
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

    /// <summary>A document whose text has more UTF-16 units is a record fault (<c>document_too_long</c>). Default: 10,000,000.</summary>
    public int MaxDocumentChars
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is at least one character.");
    } = 10_000_000;

    /// <summary>A record of more bytes is a record fault (<c>record_too_long</c>) and is never held in memory. Default: 64 MiB.</summary>
    public int MaxRecordBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is at least one byte.");
    } = 64 << 20;

    internal void Validate()
    {
        if (Rank >= WorldSize) throw new ArgumentException($"Rank {Rank} does not exist in a world of {WorldSize}: ranks count from 0 to {WorldSize - 1}.");
    }
}
