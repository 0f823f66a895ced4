namespace DataCuration.LanguageModels.Tests;

/// <summary>The system clock, with a gate that can block its callers.</summary>
internal sealed class HeldUpClock : TimeProvider, IDisposable
{
    private readonly ManualResetEventSlim open = new(true);
    private readonly ManualResetEventSlim reached = new();

    public void HoldUp() => open.Reset();

    public void WaitUntilHeldUp() => reached.Wait(TestContext.Current.CancellationToken);

    public void GoOn() => open.Set();

    public override long GetTimestamp()
    {
        if (!open.IsSet) reached.Set();
        open.Wait(TestContext.Current.CancellationToken);
        return base.GetTimestamp();
    }

    public void Dispose()
    {
        open.Dispose();
        reached.Dispose();
    }
}
