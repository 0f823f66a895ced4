namespace DataCuration;

/// <summary>A signal that wakes one waiter. A signal that comes before the wait is kept.</summary>
internal sealed class AsyncSignal
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiter;
    private bool isSet;

    /// <summary>Wakes the waiter, or lets the next wait end at once.</summary>
    public void Set()
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            waiting = waiter;
            waiter = null;
            isSet = waiting is null;
        }
        waiting?.TrySetResult();
    }

    /// <summary>Waits for the next signal. One wait at a time.</summary>
    public Task WaitAsync()
    {
        lock (gate)
        {
            if (isSet)
            {
                isSet = false;
                return Task.CompletedTask;
            }
            // The waiter must not run inside the call that woke it.
            waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiter.Task;
        }
    }
}
