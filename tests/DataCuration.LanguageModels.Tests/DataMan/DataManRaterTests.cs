using System.Text.Json;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

public sealed class DataManRaterTests(ITestOutputHelper output) : IDisposable
{
    private readonly Loopback loopback = new(RuleDrivenRater.Answer);

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Rate_2000CallsOnABadServer_AllDoneOrQuarantinedInOrderWithinBudget()
    {
        // Bursts of 429, 5 % errors, slow answers, garbage, refusals, truncated and dropped responses.
        Document[] documents = Documents(2_000);
        loopback.Server.Bursts = (Every: 400, Length: 60);
        loopback.Server.Faults = new FaultSchedule(17,
            (ServerFault.RateLimit, 0.03), (ServerFault.Error, 0.05), (ServerFault.Slow, 0.02), (ServerFault.Garbage, 0.12),
            (ServerFault.Refusal, 0.02), (ServerFault.Empty, 0.01),
            (ServerFault.Loop, 0.01), (ServerFault.TruncatedJson, 0.01), (ServerFault.Dropped, 0.01), (ServerFault.BadRequest, 0.005));
        const decimal Budget = 2.2m;
        CallLedger ledger = loopback.Ledger();
        var options = new CallOptions
        {
            Budget = new CallBudget { MaxCost = Budget },
            Prices = new Dictionary<string, ModelPrice> { ["loopback"] = new(2m, 8m) }
        };
        LanguageModelCalls calls = loopback.Calls(ledger, Loopback.Quick with { MaxConcurrency = 32, MaxTries = 8 }, options);
        (string[] rated, Dictionary<string, string> quarantined, RunReport report) = await RunAsync(calls, documents, "first", maxParallel: 2);
        output.WriteLine(report.ToString());
        output.WriteLine(calls.Report().ToString());
        output.WriteLine(
            $"server: {loopback.Server.Requests} requests, {loopback.Server.Answered} answered; faults: {string.Join(", ", loopback.Server.Played)}");

        UsageReport usage = calls.Report();
        Assert.True(usage.Lines.Sum(line => line.Calls) >= 2_000, $"{loopback.Server.Requests} requests");
        Assert.True(loopback.Server.Played[ServerFault.RateLimit] > 300, "There were no bursts.");
        Assert.Equal(documents.Length, rated.Length + quarantined.Count);
        Assert.Equal(documents.Select(document => document.Id).Where(id => !quarantined.ContainsKey(id)), rated); // in order
        Assert.NotEmpty(quarantined);
        Assert.All(quarantined.Values, error => Assert.True(error.EndsWith(nameof(AnswerRejectedException), StringComparison.Ordinal)
            || error.EndsWith(nameof(LanguageModelCallException), StringComparison.Ordinal), error));
        Assert.InRange(usage.SpentCost, Budget / 2, Budget);
        Assert.Equal(usage.Lines.Sum(line => line.Failed.Values.Sum()), quarantined.Count);
        Assert.Equal(loopback.Server.Requests, usage.Lines.Sum(line => line.Requests));
        Assert.Equal(ledger.Count, loopback.Server.Answered);

        // A rerun takes all answers from the ledger. Only documents without any answer (a rejected request) are sent again.
        loopback.Server.Bursts = default;
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.BadRequest, 1));
        long before = loopback.Server.Requests;
        LanguageModelCalls cached = loopback.Calls(ledger);
        (string[] again, Dictionary<string, string> same, _) = await RunAsync(cached, documents, "second", maxParallel: 1);
        Assert.Equal(rated, again);
        Assert.Equal(quarantined.Keys.Order(StringComparer.Ordinal), same.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(quarantined.Values.Count(error => error.EndsWith(nameof(LanguageModelCallException), StringComparison.Ordinal)),
            loopback.Server.Requests - before);
        Assert.Equal(File.ReadAllBytes(Path.Combine(loopback.Folder["first"], "rated", "part-00000.jsonl")),
            File.ReadAllBytes(Path.Combine(loopback.Folder["second"], "rated", "part-00000.jsonl")));
    }

    [Fact]
    public async Task Rate_BadServerAndSmallBudget_StopsWithinItAndALargerOneContinues()
    {
        Document[] documents = Documents(400);
        loopback.Server.Bursts = (Every: 100, Length: 20);
        loopback.Server.Faults = new FaultSchedule(17, (ServerFault.Error, 0.05), (ServerFault.Garbage, 0.1), (ServerFault.Slow, 0.02),
            (ServerFault.TruncatedJson, 0.02), (ServerFault.Dropped, 0.02));
        CallLedger ledger = loopback.Ledger();
        var prices = new Dictionary<string, ModelPrice> { ["loopback"] = new(2m, 8m) };
        EndpointOptions endpoint = Loopback.Quick with { MaxConcurrency = 32, MaxTries = 8 };
        LanguageModelCalls small = loopback.Calls(ledger, endpoint, new CallOptions { Budget = new CallBudget { MaxCost = 0.1m }, Prices = prices });
        BudgetExhaustedException e = await Assert.ThrowsAsync<BudgetExhaustedException>(() => RunAsync(small, documents, "work", maxParallel: 2));
        // Garbage of this server may be longer than the call allows, and then costs more than was reserved for it.
        Assert.InRange(e.SpentCost, 0.08m, 0.11m);
        Assert.InRange(small.Report().SpentCost, 0.08m, 0.11m);
        Assert.Equal(ledger.Count, loopback.Server.Answered); // calls in flight were finished and recorded
        Assert.InRange(ledger.Count, 50, 350);

        LanguageModelCalls large = loopback.Calls(ledger, endpoint, new CallOptions { Budget = new CallBudget { MaxCost = 10m }, Prices = prices });
        (string[] rated, Dictionary<string, string> quarantined, _) = await RunAsync(large, documents, "work", maxParallel: 2);
        Assert.Equal(documents.Select(document => document.Id).Where(id => !quarantined.ContainsKey(id)), rated);
        Assert.Equal(documents.Length, rated.Length + quarantined.Count);
        Assert.Equal(ledger.Count, loopback.Server.Answered); // no answer was paid twice
    }

    [Theory]
    [InlineData(DataManPromptMode.AllRating, DataManLanguage.English)]
    [InlineData(DataManPromptMode.ScoreOnly, DataManLanguage.English)]
    [InlineData(DataManPromptMode.DomainOnly, DataManLanguage.English)]
    [InlineData(DataManPromptMode.DetailedScoreOnly, DataManLanguage.English)]
    [InlineData(DataManPromptMode.DetailedDomainOnly, DataManLanguage.English)]
    public async Task Rate_EveryMode_AddsItsAnnotations(DataManPromptMode mode, DataManLanguage language)
    {
        Document[] documents = Documents(20);
        var rater = new DataManRater(loopback.Calls()) { Prompt = new DataManPrompt { Mode = mode, Language = language } };
        foreach (Document document in documents)
        {
            DataManRating rating = await rater.RateAsync(document, TestContext.Current.CancellationToken), expected = RuleDrivenRater.Rate(document.Text);
            Assert.Equal(mode is DataManPromptMode.ScoreOnly or DataManPromptMode.DetailedScoreOnly
                ? DataManRating.OfOverallScore(expected[DataManCriterion.OverallScore])
                : mode == DataManPromptMode.AllRating ? expected : DataManRating.OfDomain(expected.Domain!.Value), rating);
        }
    }

    [Fact]
    public async Task Rate_ByTeacher_RoundsItsFractions()
    {
        var rater = new DataManRater(loopback.Calls()) { UsesTeacherPrompt = true };
        foreach (Document document in Documents(20))
            Assert.Equal(RuleDrivenRater.Rate(document.Text), await rater.RateAsync(document, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Rate_ChineseDocument_GetsTheChinesePrompt()
    {
        using var chinese = new Loopback(request => request.FirstUser.Contains("文本: ", StringComparison.Ordinal)
            ? "J\n" + string.Join('\n', Enumerable.Repeat(5, 14)) : "O\n" + string.Join('\n', Enumerable.Repeat(1, 14)));
        var rater = new DataManRater(chinese.Calls()) { LanguageFromAnnotation = true };
        Assert.Equal(DataManDomain.Culture,
            (await rater.RateAsync(new Document("1", "春眠不觉晓").With(LanguageTagger.Language, "zh"), TestContext.Current.CancellationToken)).Domain);
        Assert.Equal(DataManDomain.Other,
            (await rater.RateAsync(new Document("2", "Sleep").With(LanguageTagger.Language, "en"), TestContext.Current.CancellationToken)).Domain);
        Assert.Equal(DataManDomain.Other, (await rater.RateAsync(new Document("3", "Sleep"), TestContext.Current.CancellationToken)).Domain);
    }

    [Fact]
    public async Task Rate_SomeSlowCalls_FillsTheEndpointForAnyBatchSize()
    {
        // Every 50th answer takes 20 times as long. The times are printed, not asserted: they depend on the machine.
        Document[] documents = Documents(1_024);
        loopback.Server.DelayOf = request => request.Number % 50 == 49 ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMilliseconds(10);
        double ideal = (documents.Length * 10.0 + documents.Length / 50 * 190.0) / 16 / 1000;
        foreach ((int batch, int shards) in new[] { (64, 1), (256, 1), (1_024, 1), (64, 4) })
        {
            using CallLedger ledger = CallLedger.Open(loopback.Folder[$"ledger-{batch}-{shards}"]);
            LanguageModelCalls calls = loopback.Calls(ledger);
            using var run = new CurationRun(
                new RunOptions { WorkDirectory = loopback.Folder[$"batch-{batch}-{shards}"], MaxParallelShards = shards, BatchDocuments = batch });
            Corpus corpus = Corpus.Concat([.. Enumerable.Range(0, shards)
                .Select(shard => Corpus.FromDocuments(documents[(shard * documents.Length / shards)..((shard + 1) * documents.Length / shards)]))]);
            long start = TimeProvider.System.GetTimestamp();
            await corpus.Pipe(new DataManRater(calls)).WriteJsonlAsync("rated", run, cancellationToken: TestContext.Current.CancellationToken);
            double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            output.WriteLine($"batches of {batch}, {shards} at once: {seconds:F2} s, without idle slots {ideal:F2} s");
            Assert.Equal(documents.Length, ledger.Count);
        }
        Assert.Equal(16, loopback.Server.MostInFlight);
    }

    private static Document[] Documents(int count)
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, count)
            .Select(i => new Document($"d{i:D5}", RuleDrivenRater.MakeText(new SeededRandom(random.NextUInt64())) + " No. " + i))];
    }

    private async Task<(string[] Rated, Dictionary<string, string> Quarantined, RunReport Report)> RunAsync(LanguageModelCalls calls,
        Document[] documents, string folder, int maxParallel)
    {
        using var run =
            new CurationRun(new RunOptions { WorkDirectory = loopback.Folder[folder], Faults = FaultPolicy.Quarantine(0.5), MaxParallelShards = maxParallel });
        await Corpus.FromDocuments(documents).Pipe(new DataManRater(calls))
            .WriteJsonlAsync("rated", run, cancellationToken: TestContext.Current.CancellationToken);
        string rated = Path.Combine(loopback.Folder[folder], "rated");
        string[] ids = [.. Lines(Directory.EnumerateFiles(rated, "part-*.jsonl").Order(StringComparer.Ordinal))
            .Select(line => line.GetProperty("id").GetString()!)];
        Dictionary<string, string> quarantined = Lines(Directory.EnumerateFiles(Path.Combine(rated, ".curation"), "part-*.jsonl", SearchOption.AllDirectories))
            .ToDictionary(line => line.GetProperty("id").GetString()!, line => line.GetProperty("error").GetString()!, StringComparer.Ordinal);
        return (ids, quarantined, run.Reports[^1]);

        static IEnumerable<JsonElement> Lines(IEnumerable<string> files) => files.SelectMany(File.ReadLines).Select(line => JsonElement.Parse(line));
    }
}
