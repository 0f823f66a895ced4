namespace DataCuration.LanguageModels.Tests;

public sealed class BudgetTests : IDisposable
{
    private static readonly Dictionary<string, ModelPrice> Prices = new() { ["loopback"] = new ModelPrice(2m, 10m) };
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Call_BudgetInTokens_StopsInTimeAndALargerOneContinues()
    {
        (int done, BudgetExhaustedException? stopped) = await SpendAsync(new CallBudget { MaxTokens = 2_000 });
        Assert.NotNull(stopped);
        Assert.InRange(done, 1, 99);
        Assert.InRange(stopped.SpentTokens, 1_500, 2_000);
        Assert.Contains("set a larger budget and run again", stopped.Message, StringComparison.Ordinal);
        long before = loopback.Server.Requests;
        Assert.Equal(done, before);

        // The same budget again sends nothing. A larger budget sends only the missing calls.
        (int same, stopped) = await SpendAsync(new CallBudget { MaxTokens = 2_000 });
        Assert.NotNull(stopped);
        Assert.True(same <= done);
        Assert.Equal(before, loopback.Server.Requests);
        (int all, stopped) = await SpendAsync(new CallBudget { MaxTokens = 1_000_000 });
        Assert.Null(stopped);
        Assert.Equal(100, all);
        Assert.Equal(100, loopback.Server.Requests);
    }

    [Fact]
    public async Task Call_BudgetInMoney_IsKeptAndReported()
    {
        (int done, BudgetExhaustedException? stopped) = await SpendAsync(new CallBudget { MaxCost = 0.01m });
        Assert.NotNull(stopped);
        Assert.InRange(stopped.SpentCost, 0.005m, 0.01m);
        Assert.InRange(done, 1, 99);
    }

    [Fact]
    public async Task Call_AnswersLostAgainAndAgain_RetriesDoNotOverdrawIt()
    {
        loopback.Server.Faults = new DataCuration.TestKit.LanguageModels.FaultSchedule(1, (DataCuration.TestKit.LanguageModels.ServerFault.Dropped, 1));
        (int done, BudgetExhaustedException? stopped) =
            await SpendAsync(new CallBudget { MaxTokens = 2_200 }); // SpendAsync also checks the spending against the budget
        Assert.Equal(0, done);
        Assert.NotNull(stopped);
        Assert.InRange(stopped.SpentTokens, 1_900, 2_200);
        Assert.InRange(loopback.Server.Requests, 1, 2_200 / 60); // each request may have produced an answer of the 60 reserved tokens
    }

    [Fact]
    public async Task Call_TwoEndpointsOnOneLedger_KeepToOneBudgetTogether()
    {
        CallLedger ledger = loopback.Ledger("shared");
        var options = new CallOptions { Budget = new CallBudget { MaxTokens = 2_000 }, EstimatedOutputTokens = 60 };
        LanguageModelCalls[] both = [loopback.Calls(ledger, options: options), loopback.Calls(ledger, options: options)];
        Task<LanguageModelAnswer>[] all = [.. Enumerable.Range(0, 100)
            .Select(i => both[i % 2].CallAsync(Loopback.Call($"{i} {new string('x', 100)}", "d" + i), TestContext.Current.CancellationToken))];
        await Task.WhenAny(Task.WhenAll(all));
        Assert.Contains(all, one => one.Exception?.InnerException is BudgetExhaustedException);
        Assert.All(both, calls => Assert.InRange(calls.Report().SpentTokens, 1_500, 2_000));
        Assert.Equal(ledger.ReadAll().Sum(entry => entry.Answer.InputTokens + entry.Answer.OutputTokens), both[0].Report().SpentTokens);
    }

    [Fact]
    public async Task Call_PromptsFromTheServersCache_CostTheCachedPrice()
    {
        loopback.Server.CachedTokens = 20;
        var prices = new Dictionary<string, ModelPrice> { ["loopback"] = new(2m, 10m) { CachedInputPerMillion = 0.5m } };
        CallLedger ledger = loopback.Ledger("cached");
        LanguageModelCalls calls = loopback.Calls(ledger, options: new CallOptions { Prices = prices });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call(new string('x', 200)), TestContext.Current.CancellationToken);
        decimal expected = ((answer.InputTokens - 20) * 2m + 20 * 0.5m + answer.OutputTokens * 10m) / 1_000_000m;
        Assert.Equal((expected, expected), (calls.Report().SpentCost, Assert.Single(calls.Report().Lines).Cost));
        ledger.Dispose();
        using CallLedger again = CallLedger.Open(loopback.Folder["cached"]);
        Assert.Equal(expected, loopback.Calls(again, options: new CallOptions { Prices = prices }).Report().SpentCost);
    }

    [Fact]
    public void Price_Negative_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelPrice(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelPrice(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelPrice { CachedInputPerMillion = -1 });
        Assert.Equal(8m, new ModelPrice(2, 6).CostOf(1_000_000, 1_000_000, 500_000)); // without their own price, cached tokens cost as much as others
    }

    [Fact]
    public async Task Call_BudgetInMoneyWithoutAPrice_SaysSo()
    {
        LanguageModelCalls calls = loopback.Calls(options: new CallOptions { Budget = new CallBudget { MaxCost = 1 } });
        RunStoppedException e = await Assert.ThrowsAsync<RunStoppedException>(() => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Contains("'loopback' has no price", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BudgetSpent_StopsAndContinuesWithALargerOne()
    {
        CallLedger ledger = loopback.Ledger();
        Corpus corpus = Corpus.FromDocuments([.. Enumerable.Range(0, 120).Select(i => new Document("d" + i, "text " + i))]);
        using (var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"], Faults = FaultPolicy.Quarantine() }))
        {
            LanguageModelCalls calls = loopback.Calls(ledger,
                options: new CallOptions { Budget = new CallBudget { MaxTokens = 500 }, EstimatedOutputTokens = 30 });
            BudgetExhaustedException e = await Assert.ThrowsAsync<BudgetExhaustedException>(() => corpus.Pipe(new EchoStage(calls))
                .WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken));
            Assert.InRange(e.SpentTokens, 400, 500);
        }
        Assert.Equal(ledger.Count, loopback.Server.Requests); // calls in flight were finished and recorded
        Assert.Empty(Directory.EnumerateFiles(loopback.Folder["work/out"], "part-*", SearchOption.TopDirectoryOnly));
        long before = loopback.Server.Requests;
        using (var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"], Faults = FaultPolicy.Quarantine() }))
        {
            LanguageModelCalls calls = loopback.Calls(ledger,
                options: new CallOptions { Budget = new CallBudget { MaxTokens = 300_000 }, EstimatedOutputTokens = 30 });
            await corpus.Pipe(new EchoStage(calls)).WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal((120, 0, 0), (run.Reports[^1].Kept, run.Reports[^1].Dropped, run.Reports[^1].Faulted));
        }
        Assert.True(before < 120);
        Assert.Equal(120, loopback.Server.Requests);
    }

    private async Task<(int Done, BudgetExhaustedException? Stopped)> SpendAsync(CallBudget budget)
    {
        using CallLedger ledger = CallLedger.Open(loopback.Folder["spend"]);
        LanguageModelCalls calls = loopback.Calls(ledger, options: new CallOptions { Budget = budget, Prices = Prices, EstimatedOutputTokens = 60 });
        Task<LanguageModelAnswer>[] all = [.. Enumerable.Range(0, 100)
            .Select(i => calls.CallAsync(Loopback.Call($"{i} {new string('x', 100)}", "d" + i), TestContext.Current.CancellationToken))];
        int done = 0;
        BudgetExhaustedException? stopped = null;
        foreach (Task<LanguageModelAnswer> one in all)
        {
            try
            {
                await one;
                done++;
            }
            catch (BudgetExhaustedException e)
            {
                stopped = e;
            }
        }
        Assert.True(budget.MaxTokens is null || calls.Report().SpentTokens <= budget.MaxTokens);
        Assert.True(budget.MaxCost is null || calls.Report().SpentCost <= budget.MaxCost);
        return (done, stopped);
    }

    private sealed class EchoStage(LanguageModelCalls calls) : AsyncDocumentTransform
    {
        public override int MaxConcurrency => 8;

        protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call(document.Text, document.Id), cancellationToken);
            return StageResult.Replace(document.Edit().SetText(answer.Text).Build());
        }

        protected override void Describe(FingerprintWriter writer) => writer.Add("kind", "echo");
    }
}
