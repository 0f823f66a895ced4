using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.Tests.Engine;

/// <summary>A clock that advances only when a caller waits on it, and then by the time of the wait.</summary>
internal sealed class SteppedTimeProvider : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Steps over the next wait, or returns when the work is done.</summary>
    public async Task StepAsync(Task work)
    {
        wait ??= waits.Reader.ReadAsync().AsTask();
        if (await Task.WhenAny(work, wait) == work) return;
        TimeSpan time = await wait;
        wait = null;
        Advance(time);
    }

    private Task<TimeSpan>? wait;

    /// <summary>Steps from wait to wait until the work is done.</summary>
    /// <returns>The number of steps.</returns>
    public async Task<int> StepUntilAsync(Task work)
    {
        for (int steps = 0; ; steps++)
        {
            await StepAsync(work);
            if (work.IsCompleted) return steps;
        }
    }
}
