namespace DataCuration;

/// <summary>Gathers the workers' counts of a phase and reports them a few times a second.</summary>
internal sealed class PhaseProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly string phase;
    private readonly IProgress<RunProgress>? progress;
    private readonly TimeProvider time;
    private readonly int tasksTotal;
    private readonly long bytesTotal;
    private readonly long start;
    private readonly KeyValuePair<string, object?> phaseTag;
    private readonly IReadOnlyList<string> fits;
    private long lastReport;
    private int tasksDone;
    private long documents;
    private long kept;
    private long dropped;
    private long faulted;
    private long bytes;

    public PhaseProgress(string phase, IProgress<RunProgress>? progress, TimeProvider time, int tasksDone, int tasksTotal, long bytesTotal,
        IReadOnlyList<string>? fits = null)
    {
        this.fits = fits ?? [];
        this.phase = phase;
        this.progress = progress;
        this.time = time;
        this.tasksDone = tasksDone;
        this.tasksTotal = tasksTotal;
        this.bytesTotal = bytesTotal;
        phaseTag = new("phase", phase);
        start = lastReport = time.GetTimestamp();
        Report(force: true);
    }

    /// <summary>Adds what one batch did.</summary>
    public void Add(long newDocuments, long newKept, long newDropped, long newFaulted, long newBytes)
    {
        Interlocked.Add(ref documents, newDocuments);
        Interlocked.Add(ref kept, newKept);
        Interlocked.Add(ref dropped, newDropped);
        Interlocked.Add(ref faulted, newFaulted);
        Interlocked.Add(ref bytes, newBytes);
        if (Telemetry.Documents.Enabled)
        {
            Telemetry.Documents.Add(newKept, phaseTag, new("outcome", "kept"));
            Telemetry.Documents.Add(newDropped, phaseTag, new("outcome", "dropped"));
            Telemetry.Documents.Add(newFaulted, phaseTag, new("outcome", "faulted"));
        }
        if (Telemetry.InputBytes.Enabled) Telemetry.InputBytes.Add(newBytes, phaseTag);
        Report(force: false);
    }

    public void TaskEnded(bool completed)
    {
        if (completed) Interlocked.Increment(ref tasksDone);
        Telemetry.Shards.Add(1, phaseTag, new KeyValuePair<string, object?>("outcome", completed ? "completed" : "failed"));
        Report(force: true);
    }

    private void Report(bool force)
    {
        if (progress is null) return;
        long now = time.GetTimestamp();
        long last = Volatile.Read(ref lastReport);
        if (!force && time.GetElapsedTime(last, now) < Interval) return;
        // Only one worker reports a given moment.
        if (Interlocked.CompareExchange(ref lastReport, now, last) != last && !force) return;
        progress.Report(new RunProgress
        {
            Phase = phase,
            Fits = fits,
            ShardsDone = Volatile.Read(ref tasksDone),
            ShardsTotal = tasksTotal,
            Documents = Interlocked.Read(ref documents),
            Kept = Interlocked.Read(ref kept),
            Dropped = Interlocked.Read(ref dropped),
            Faulted = Interlocked.Read(ref faulted),
            BytesRead = Interlocked.Read(ref bytes),
            BytesTotal = bytesTotal,
            Elapsed = time.GetElapsedTime(start, now),
        });
    }
}
