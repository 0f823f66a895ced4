namespace DataCuration.LanguageModels.Tests;

/// <summary>Several call layers on one open ledger.</summary>
public sealed class SharedLedgerTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Call_TwoModelsWithPricesOfTheirOwn_KeepToOneBudgetTogether()
    {
        CallLedger ledger = loopback.Ledger();
        LanguageModelCalls[] both = [Priced(ledger, "cheap", new(1m, 2m)), Priced(ledger, "dear", new(4m, 8m))];
        Task<LanguageModelAnswer>[] all = [.. Enumerable.Range(0, 100)
            .Select(i => both[i % 2].CallAsync(Loopback.Call($"{i} {new string('x', 100)}", "d" + i), TestContext.Current.CancellationToken))];
        await Task.WhenAny(Task.WhenAll(all));
        Assert.Contains(all, one => one.IsCompletedSuccessfully);
        Assert.All(all, one => Assert.True(one.IsCompletedSuccessfully
            || one.Exception!.InnerException is BudgetExhaustedException, one.Exception?.ToString()));
        Assert.InRange(both[0].Report().SpentCost, 0.005m, 0.01m);
        Assert.Equal(both[0].Report().SpentCost, both[1].Report().SpentCost);
    }

    [Fact]
    public async Task Reserve_OtherWithoutABudget_LeavesRoomForIt()
    {
        CallLedger ledger = loopback.Ledger();
        var limited = new BudgetGate(new CallBudget { MaxTokens = 2_000 }, new Dictionary<string, ModelPrice>(), ledger.Spending, ledger.Folder);
        var free = new BudgetGate(null, new Dictionary<string, ModelPrice>(), ledger.Spending, ledger.Folder);
        await free.ReserveAsync("m", new(500, 1_000), TestContext.Current.CancellationToken);
        Task waiting = limited.ReserveAsync("m", new(100, 500), TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted); // 1,500 + 600 exceed the budget
        free.Spend("m", new(500, 200));
        free.Release("m", new(500, 1_000));
        await waiting;
        limited.Release("m", new(100, 500));
        Assert.Empty(ledger.Spending.Reserved);
        Assert.Equal(700, limited.Spent.Tokens);
    }

    [Fact]
    public async Task Call_NoPriceWhileAnotherHasABudgetInMoney_ThrowsBeforeAnythingIsSent()
    {
        CallLedger ledger = loopback.Ledger();
        LanguageModelCalls priced = Priced(ledger, "cheap", new(1m, 2m)), other = loopback.Calls(ledger, Loopback.Quick with { Model = "unknown" });
        RunStoppedException e = await Assert.ThrowsAsync<RunStoppedException>(() => other.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Contains("'unknown' has no price", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, loopback.Server.Requests);
        await priced.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken); // calls with a price still work
    }

    [Fact]
    public async Task Call_SameCallThroughTwoObjects_IsPaidOnce()
    {
        loopback.Server.Delay = TimeSpan.FromMilliseconds(100);
        CallLedger ledger = loopback.Ledger();
        LanguageModelCalls[] both = [loopback.Calls(ledger), loopback.Calls(ledger)];
        LanguageModelAnswer[] answers =
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => both[i % 2].CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken)));
        Assert.All(answers, answer => Assert.Equal("echo: x", answer.Text));
        Assert.Equal((1, 1), (loopback.Server.Requests, ledger.Count));
    }

    [Fact]
    public async Task Call_LedgerCannotBeWritten_NoFurtherCallIsPaid()
    {
        CallLedger ledger = loopback.Ledger();
        LanguageModelCalls calls = loopback.Calls(ledger, Loopback.Quick with { MaxConcurrency = 1 }), other = loopback.Calls(ledger);
        await calls.CallAsync(Loopback.Call("known"), TestContext.Current.CancellationToken);
        // A file changed by another process fails in the same way as a full disk.
        using (FileStream file = new(Path.Combine(ledger.Folder, "calls-00000.ledger"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            file.WriteByte(1);
        Task<LanguageModelAnswer>[] all =
            [.. Enumerable.Range(0, 5).Select(i => calls.CallAsync(Loopback.Call("x" + i), TestContext.Current.CancellationToken))];
        foreach (Task<LanguageModelAnswer> one in all)
            Assert.Contains("cannot be written", (await Assert.ThrowsAsync<RunStoppedException>(() => one)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RunStoppedException>(() => other.CallAsync(Loopback.Call("y"), TestContext.Current.CancellationToken));
        Assert.Equal(2, loopback.Server.Requests);
        Assert.True((await calls.CallAsync(Loopback.Call("known"), TestContext.Current.CancellationToken)).FromLedger);
    }

    [Fact]
    public async Task Call_WaitsForBudgetWhileRecordingFails_IsNotSent()
    {
        // The budget covers one call at a time. The second call waits for the first one's reservation, and must not be sent after the first could not be
        // recorded.
        CallLedger ledger = loopback.Ledger();
        using var client = new ScriptedClient();
        var options = new CallOptions { Budget = new CallBudget { MaxTokens = 100 }, EstimatedOutputTokens = 60 };
        LanguageModelCalls calls = loopback.Calls(ledger, client, Loopback.Quick with { Model = "m", MaxConcurrency = 2 }, options);
        Task<LanguageModelAnswer> first = calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Task<LanguageModelAnswer> second = calls.CallAsync(Loopback.Call("b"), TestContext.Current.CancellationToken);
        Assert.Equal(1, client.Requests);
        using (FileStream file = new(Path.Combine(ledger.Folder, "calls-00000.ledger"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            file.WriteByte(1);
        client.AnswersAtOnce = true;
        client.AnswerAll();
        foreach (Task<LanguageModelAnswer> one in new[] { first, second })
            Assert.Contains("cannot be written", (await Assert.ThrowsAsync<RunStoppedException>(() => one)).Message, StringComparison.Ordinal);
        Assert.Equal(1, client.Requests);
    }

    private LanguageModelCalls Priced(CallLedger ledger, string model, ModelPrice price) => loopback.Calls(
        ledger,
        Loopback.Quick with { Model = model },
        new CallOptions
        {
            Budget = new CallBudget { MaxCost = 0.01m },
            Prices = new Dictionary<string, ModelPrice> { [model] = price },
            EstimatedOutputTokens = 60
        });
}
