using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>
/// Runs work on a device, such as a GPU, in order of arrival and one piece at a time. All queues that a process opens for the same device share its turns, so
/// several models on one GPU do not compete for its memory. A GPU is named as in PyTorch: <c>cuda:0</c>.
/// </summary>
/// <remarks>
/// <para>
/// A stage gets the queue as a shared resource, and the run disposes it:
/// <c>context.Resource("device:cuda:0", () => DeviceQueue.Open("cuda:0"))</c>. A model that is used outside of runs opens a queue of its own and disposes it.
/// </para>
/// <para>
/// Exceptions of the work reach its caller, and the next piece of work runs. Work must not send work to its own device and wait for it: that would never end,
/// and throws <see cref="InvalidOperationException"/>. Thread-safe.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A queue of work, as in GPU programming, not a collection.")]
public sealed class DeviceQueue : IDisposable, IAsyncDisposable
{
    private static readonly AsyncLocal<Turn?> CurrentTurn = new();

    private readonly DeviceTurns turns;
    private readonly Lock gate = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pending; // work that waits or runs
    private bool closed;

    private DeviceQueue(DeviceTurns turns) => this.turns = turns;

    /// <summary>The name of the device.</summary>
    public string Device => turns.Device;

    /// <summary>The number of pieces of work that may run at the same time.</summary>
    public int Concurrency => turns.Concurrency;

    /// <summary>The number of pieces of work that wait for the device, from all queues of the process.</summary>
    public int WaitingCount => turns.WaitingCount;

    /// <summary>Opens a queue for a device. The device is shared with all other open queues of that name in the process.</summary>
    /// <param name="device">The name of the device, compared ordinally: <c>cuda:0</c> for the first GPU.</param>
    /// <param name="concurrency">The number of pieces of work that may run at the same time, at least 1. Default 1.</param>
    /// <exception cref="InvalidOperationException">A queue of the device is open with another concurrency.</exception>
    public static DeviceQueue Open(string device, int concurrency = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        return new DeviceQueue(DeviceTurns.Open(device, concurrency));
    }

    /// <summary>Waits for a turn and runs the work on the calling thread.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the wait. Work that has started is not interrupted.</param>
    /// <returns>The result of the work.</returns>
    /// <exception cref="ObjectDisposedException">The queue was disposed before the work started.</exception>
    /// <exception cref="InvalidOperationException">The caller is itself work on this device.</exception>
    public T Run<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        Turn? outer = Register(cancellationToken);
        try
        {
            turns.Enter(this, cancellationToken);
            var turn = new Turn(turns, outer);
            CurrentTurn.Value = turn;
            try
            {
                return work();
            }
            finally
            {
                CurrentTurn.Value = outer;
                turn.End();
            }
        }
        finally
        {
            Unregister();
        }
    }

    /// <summary>Waits for a turn and runs asynchronous work. The turn ends when the returned task completes.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">The work. It receives <paramref name="cancellationToken"/>.</param>
    /// <param name="cancellationToken">Cancels the wait, and is passed to the work.</param>
    /// <returns>The result of the work.</returns>
    /// <exception cref="ObjectDisposedException">The queue was disposed before the work started.</exception>
    /// <exception cref="InvalidOperationException">The caller is itself work on this device.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        Turn? outer = Register(cancellationToken);
        try
        {
            await turns.EnterAsync(this, cancellationToken).ConfigureAwait(false);
            var turn = new Turn(turns, outer);
            CurrentTurn.Value = turn; // an asynchronous method's changes do not flow to its caller
            try
            {
                return await work(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                turn.End();
            }
        }
        finally
        {
            Unregister();
        }
    }

    /// <summary>
    /// Closes the queue and waits for its work under way. Its work that still waits for the device fails with <see cref="ObjectDisposedException"/>. Other
    /// queues of the device are not affected.
    /// </summary>
    /// <exception cref="InvalidOperationException">The caller is itself work on this device.</exception>
    public void Dispose() => CloseAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => new(CloseAsync());

    private Task CloseAsync()
    {
        ThrowIfOnDevice();
        lock (gate)
        {
            if (closed) return drained.Task;
            closed = true;
            if (pending == 0) Release();
        }
        turns.Abandon(this, new ObjectDisposedException(nameof(DeviceQueue), $"The queue of device '{Device}' was disposed while the work waited."));
        return drained.Task;
    }

    private Turn? Register(CancellationToken cancellationToken)
    {
        ThrowIfOnDevice();
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            pending++;
        }
        return CurrentTurn.Value;
    }

    private void Unregister()
    {
        lock (gate)
            if (--pending == 0 && closed) Release();
    }

    private void Release()
    {
        turns.Close();
        drained.SetResult();
    }

    private void ThrowIfOnDevice()
    {
        for (Turn? turn = CurrentTurn.Value; turn is not null; turn = turn.Outer)
            if (turn.IsOf(turns)) throw new InvalidOperationException($"Work on device '{Device}' cannot wait for its own device: it would wait for itself.");
    }

    /// <summary>A turn at a device, known to the code that runs in it.</summary>
    private sealed class Turn(DeviceTurns turns, Turn? outer)
    {
        private volatile bool ended;

        /// <summary>The turn at another device that this one runs in.</summary>
        public Turn? Outer => outer;

        // Tasks that outlive the turn that started them may use the device again.
        public bool IsOf(DeviceTurns other) => turns == other && !ended;

        public void End()
        {
            ended = true;
            turns.Exit();
        }
    }
}
