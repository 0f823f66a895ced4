namespace DataCuration;

/// <summary>
/// The place of a running call among the calls that may run at once. A call that waits for calls of its own lends its place to them, so that nested calls
/// cannot block each other.
/// </summary>
internal sealed class CallPermit
{
    private static readonly AsyncLocal<CallPermit?> Flow = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim permits;
    private int borrowers;
    private bool isHeld = true;
    private bool isReturning;
    private bool isEnded;

    private CallPermit(SemaphoreSlim permits) => this.permits = permits;

    /// <summary>The place of the call that runs in this asynchronous flow; null outside calls.</summary>
    public static CallPermit? Current => Flow.Value;

    /// <summary>Waits for a place.</summary>
    /// <param name="permits">The places.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<CallPermit> AcquireAsync(SemaphoreSlim permits, CancellationToken cancellationToken)
    {
        await permits.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new CallPermit(permits);
    }

    /// <summary>Makes this the place of the caller's asynchronous method and of everything that it calls.</summary>
    public void Enter() => Flow.Value = this;

    /// <summary>Lends the place to calls inside this one. Several may borrow it at the same time.</summary>
    public void Lend()
    {
        lock (gate)
        {
            borrowers++;
            if (!isHeld) return;
            isHeld = false;
            permits.Release();
        }
    }

    /// <summary>Takes the place back when the last borrower is done.</summary>
    public async ValueTask ReturnAsync()
    {
        lock (gate)
        {
            if (--borrowers > 0 || isReturning || isHeld || isEnded) return;
            isReturning = true;
        }
        await permits.WaitAsync().ConfigureAwait(false);
        lock (gate)
        {
            isReturning = false;
            isHeld = borrowers == 0 && !isEnded;
            if (!isHeld) permits.Release();
        }
    }

    /// <summary>Ends the loan of a borrower that failed. The call continues without a place: its exception must not wait for one.</summary>
    public void Forfeit()
    {
        lock (gate) borrowers--;
    }

    /// <summary>Ends the call and frees its place, unless it is lent.</summary>
    public void End()
    {
        lock (gate)
        {
            isEnded = true;
            if (!isHeld) return;
            isHeld = false;
            permits.Release();
        }
    }
}
