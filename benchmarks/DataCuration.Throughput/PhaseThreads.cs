namespace DataCuration.Throughput;

/// <summary>
/// Adds up the processor time of the busiest thread in each phase. Phases wait for each other. So the sum is the least time that the workers of a run need,
/// whatever else the machine does: its critical path.
/// </summary>
internal sealed class PhaseThreads : IProgress<RunProgress>
{
    private readonly Lock gate = new();
    private string? phase;
    private Dictionary<string, (double Run, double Queued)> start = ThreadTimes.Read();
    private double run;
    private double queued;

    /// <summary>Called at the start of a phase, before its workers start.</summary>
    public void Report(RunProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Phase == Volatile.Read(ref phase)) return;
        lock (gate)
        {
            if (value.Phase == phase) return;
            Close();
            phase = value.Phase;
        }
    }

    /// <summary>Returns the sums since the last call and resets them.</summary>
    public (double Run, double Queued) Take()
    {
        lock (gate)
        {
            Close();
            (double Run, double Queued) taken = (run, queued);
            run = queued = 0;
            return taken;
        }
    }

    private void Close()
    {
        (double phaseRun, double phaseQueued) = ThreadTimes.BusiestSince(start);
        run += phaseRun;
        queued += phaseQueued;
        start = ThreadTimes.Read();
    }
}
