namespace DataCuration.LanguageModels;

/// <summary>A pause of all calls to an endpoint, after the server asked for one with a 429.</summary>
/// <param name="time">The clock.</param>
/// <param name="warnings">Receives the pauses.</param>
internal sealed class EndpointPause(TimeProvider time, EndpointWarnings warnings)
{
    private readonly long origin = time.GetTimestamp();
    private long until; // in ticks of TimeSpan since origin

    /// <summary>The rest of the pause; zero or negative if there is no pause.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Volatile.Read(ref until)) - time.GetElapsedTime(origin);

    /// <summary>Pauses all calls for at least <paramref name="length"/> from now. A longer pause is kept.</summary>
    public void Extend(PendingCall call, TimeSpan length, string reason)
    {
        long wanted = (time.GetElapsedTime(origin) + length).Ticks;
        long known = Volatile.Read(ref until);
        while (wanted > known)
        {
            long seen = Interlocked.CompareExchange(ref until, wanted, known);
            if (seen == known)
            {
                if (wanted - known > TimeSpan.TicksPerSecond)
                {
                    warnings.Send(call.Call, "the endpoint was paused",
                        logger => EndpointLog.Paused(logger, call.Model, length.TotalSeconds, reason));
                }
                return;
            }
            known = seen;
        }
    }

    /// <summary>Waits until the pause is over.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (Left is var left && left > TimeSpan.Zero) await Delays.WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
    }
}
