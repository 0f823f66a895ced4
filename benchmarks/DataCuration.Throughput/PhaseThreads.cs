namespace DataCuration.Throughput;

/// <summary>
/// Adds up, phase by phase, the processor time of the busiest thread. Phases wait for each other, so the sum is the least time that the workers of a run need, whatever
/// else the machine does: its critical path.
/// </summary>
internal sealed class PhaseThreads : IProgress<RunProgress>
{
    private readonly Lock gate = new();
    private string? phase;
    private Dictionary<string, (double Run, double Queued)> start = ThreadTimes.Read();
    private double run;
    private double queued;

    /// <summary>A phase that begins reports itself, before its workers start.</summary>
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

    /// <summary>Gives the sums since the last call, and begins anew.</summary>
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
