namespace DataCuration.LanguageModels;

/// <summary>
/// A token bucket that refills at a steady rate, stored as the time at which it is full again (generic cell rate algorithm, ITU-T I.371). A caller that takes
/// more than the bucket holds waits until the debt is paid back, in the order of the requests.
/// </summary>
internal sealed class RateLimit(double perMinute, TimeProvider time)
{
    /// <summary>The bucket's size as a time: bursts stay short, and a cold start does not send a whole minute's requests at once.</summary>
    private const double BurstSeconds = 2;

    /// <summary>About 31 years. The wait of a tiny rate may exceed what a <see cref="TimeSpan"/> can hold.</summary>
    private const double MaxWaitSeconds = 1e9;

    private readonly Lock gate = new();
    private readonly double secondsPerUnit = 60 / perMinute;
    private readonly long origin = time.GetTimestamp();
    private double fullAt;

    /// <summary>Takes units from the bucket.</summary>
    /// <returns>The time to wait before the units may be used.</returns>
    public TimeSpan Take(double units)
    {
        lock (gate)
        {
            double now = time.GetElapsedTime(origin).TotalSeconds;
            // One request always passes an idle bucket, however large it is; later requests wait for it.
            double wait = Math.Max(fullAt, now) - now - BurstSeconds;
            fullAt = Math.Max(fullAt, now) + units * secondsPerUnit;
            return wait > 0 ? TimeSpan.FromSeconds(Math.Min(wait, MaxWaitSeconds)) : TimeSpan.Zero;
        }
    }

    /// <summary>Returns unused units, or takes the missing ones if <paramref name="units"/> is negative.</summary>
    public void Return(double units)
    {
        lock (gate) fullAt -= units * secondsPerUnit;
    }
}
