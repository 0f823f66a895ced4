using System.Diagnostics;

namespace DataCuration.Throughput;

/// <summary>Waits in place of a call to a service, and counts the calls in flight.</summary>
internal sealed class CallMeter
{
    private int current;
    private int most;
    private long ticks;

    /// <summary>The most calls in flight at any time.</summary>
    public int Most => Volatile.Read(ref most);

    /// <summary>The total time of all calls. Divided by the wall time it is the mean number of calls in flight.</summary>
    public double Seconds => (double)Interlocked.Read(ref ticks) / Stopwatch.Frequency;

    /// <summary>Makes a call that takes the given time.</summary>
    public async ValueTask CallAsync(int milliseconds, CancellationToken cancellationToken)
    {
        int now = Interlocked.Increment(ref current);
        for (int seen = Most; now > seen; seen = Most) Interlocked.CompareExchange(ref most, now, seen);
        long begin = Stopwatch.GetTimestamp();
        try
        {
            await Task.Delay(milliseconds, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - begin);
            Interlocked.Decrement(ref current);
        }
    }
}
