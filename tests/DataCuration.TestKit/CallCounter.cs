namespace DataCuration.TestKit;

/// <summary>Counts the calls that run at once.</summary>
public sealed class CallCounter
{
    private readonly Lock gate = new();
    private int running;

    /// <summary>The most calls that ran at once.</summary>
    public int Most { get; private set; }

    /// <summary>The number of calls that started.</summary>
    public int Started { get; private set; }

    /// <summary>The number of calls that run now.</summary>
    public int Running
    {
        get
        {
            lock (gate) return running;
        }
    }

    /// <summary>Counts a call from now until the result is disposed.</summary>
    public IDisposable Enter()
    {
        lock (gate)
        {
            Started++;
            Most = Math.Max(Most, ++running);
        }
        return new Leaver(this);
    }

    private sealed class Leaver(CallCounter counter) : IDisposable
    {
        public void Dispose()
        {
            lock (counter.gate) counter.running--;
        }
    }
}
