namespace DataCuration.LanguageModels;

/// <summary>
/// A bucket of tokens that fills at a steady rate, kept as the time at which it will be full again (generic cell rate algorithm, ITU-T I.371): who takes more than it holds waits until it has been paid back, in
/// the order of asking.
/// </summary>
internal sealed class RateLimit(double perMinute, TimeProvider time)
{
    /// <summary>The bucket holds what comes in within this time: bursts stay short, and a cold start sends no minute's worth at once.</summary>
    private const double BurstSeconds = 2;

    /// <summary>About 31 years, for ever as far as a run goes: a tiny rate's wait in seconds may be more than a time can hold.</summary>
    private const double MaxWaitSeconds = 1e9;

    private readonly Lock gate = new();
    private readonly double secondsPerUnit = 60 / perMinute;
    private readonly long origin = time.GetTimestamp();
    private double fullAt;

    /// <summary>Takes from the bucket.</summary>
    /// <returns>How long to wait before going on.</returns>
    public TimeSpan Take(double units)
    {
        lock (gate)
        {
            double now = time.GetElapsedTime(origin).TotalSeconds;
            // One unit always passes an idle bucket, and so does one large request: it pays afterwards.
            double wait = Math.Max(fullAt, now) - now - BurstSeconds;
            fullAt = Math.Max(fullAt, now) + units * secondsPerUnit;
            return wait > 0 ? TimeSpan.FromSeconds(Math.Min(wait, MaxWaitSeconds)) : TimeSpan.Zero;
        }
    }

    /// <summary>Puts back what was not needed after all, or takes what was needed beyond that (negative).</summary>
    public void Return(double units)
    {
        lock (gate) fullAt -= units * secondsPerUnit;
    }
}
