namespace DataCuration.TestKit;

/// <summary>Lets a call wait for the end of its run, so that tests of a stop need no delays.</summary>
public static class HaltExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until the engine starts no further call of the stage.</summary>
    /// <exception cref="TimeoutException">The engine did not stop the stage within a minute.</exception>
    public static async Task UntilHaltAsync(this StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var halted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = context.Halt.Register(halted.SetResult);
        await halted.Task.WaitAsync(Patience).ConfigureAwait(false);
    }
}
