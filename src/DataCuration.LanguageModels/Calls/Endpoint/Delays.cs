namespace DataCuration.LanguageModels;

/// <summary>Waits of any length. A low rate may need a longer wait than a timer's 49 days.</summary>
internal static class Delays
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    public static async Task WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        for (; delay > LongestTimer; delay -= LongestTimer) await Task.Delay(LongestTimer, time, cancellationToken).ConfigureAwait(false);
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
    }
}
