using System.Text.Json;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>One refused document is the document's fault; a server that refuses everything stops the run.</summary>
public sealed class RefusedDocumentTests : IDisposable
{
    private readonly Loopback loopback = new(RuleDrivenRater.Answer);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(400, "{\"error\":{\"message\":\"Your input was flagged\",\"code\":400}}")]
    [InlineData(403, "{\"error\":{\"message\":\"Your input was flagged\",\"code\":403}}")] // row filter_403
    [InlineData(404, "{\"message\":\"Your input was flagged\"}")]
    [InlineData(405, "Your input was flagged")]
    [InlineData(413, "Your input was flagged")]
    [InlineData(422, "{\"detail\":\"Your input was flagged\"}")]
    [InlineData(451, "{\"detail\":\"Your input was flagged\"}")]
    [InlineData(403, "<html><head><title>Firewall</title></head><body>Your input was flagged</body></html>")]
    [InlineData(200, "<!DOCTYPE html><html><body>Your input was flagged</body></html>")]
    public async Task Run_OneRefusedDocument_GoesToQuarantineAndTheRunContinues(int status, string body)
    {
        // The first document is refused: nothing has succeeded before it.
        loopback.Server.Script = request => request.AllText.Contains("evil", StringComparison.Ordinal) ? ScriptedResponse.Json(body, status) : null;
        Document[] documents = [new("bad", "An evil text."), .. Enumerable.Range(0, 12).Select(i => new Document($"good{i}", $"A good text, number {i}."))];
        CallLedger ledger = loopback.Ledger();
        for (int time = 0; time < 2; time++)
        {
            (int rated, string[] quarantined) = await RunAsync(loopback.Calls(ledger), documents, $"work{time}");
            Assert.Equal(12, rated);
            string line = Assert.Single(quarantined);
            Assert.Contains("Your input was flagged", line, StringComparison.Ordinal);
            Assert.Contains("bad", line, StringComparison.Ordinal);
        }
        // A run into another folder sends the refused document again, and takes the rest from the ledger. A web page may be a firewall's.
        Assert.Equal(12 + 2 * (body.StartsWith('<') ? 3 : 1), loopback.Server.Requests);
    }

    [Theory]
    [InlineData(403, "<html><body>Checking your browser</body></html>", 1, 2)]
    [InlineData(403, "", 2, 3)]
    [InlineData(200, "<!DOCTYPE html><html><body>Checking your browser</body></html>", 2, 3)]
    [InlineData(403, "", 9, 3)]
    [InlineData(403, "{\"error\":{\"message\":\"Your input was flagged\"}}", 9, 1)]
    [InlineData(413, "<html><body>Too large</body></html>", 9, 1)]
    public async Task Call_RefusalThatMayNotBeTheServers_IsTriedAgainOnceOrTwice(int status, string body, int refusals, int expected)
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) <= refusals ? ScriptedResponse.Text(body, "text/html", status) : null;
        LanguageModelCalls calls = loopback.Calls();
        if (refusals < expected)
        {
            await new DataManRater(calls).RateAsync(new Document("d", "A text."), Cancellation);
        }
        else
        {
            LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
            Assert.Equal((CallFailure.BadRequest, expected), (e.Failure, e.Tries));
        }
        Assert.Equal(expected, requests);
    }

    [Fact]
    public async Task Run_RefusedDocument_IsSentAgainFromTheQuarantineOnly()
    {
        loopback.Server.Script = request => request.AllText.Contains("evil", StringComparison.Ordinal)
            ? ScriptedResponse.Json("{\"error\":{\"message\":\"flagged\"}}", 403) : null;
        Document[] documents = [new("good", "A good text."), new("bad", "An evil text.")];
        CallLedger ledger = loopback.Ledger();
        for (int time = 0; time < 2; time++)
        {
            await RunAsync(loopback.Calls(ledger), documents, "work");
            Assert.Equal(2, loopback.Server.Requests); // the shard is finished
        }
        using var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["again"] });
        Corpus refused = Corpus.FromJsonl(Path.Combine(loopback.Folder["work"], "rated", ".curation", "quarantine", "*.jsonl"));
        loopback.Server.Script = null;
        await refused.Pipe(new DataManRater(loopback.Calls(ledger))).WriteJsonlAsync("rated", run, cancellationToken: Cancellation);
        Assert.Equal((1L, 3L), (run.Reports[^1].Kept, loopback.Server.Requests));
    }

    [Fact]
    public async Task Call_ManyRefusalsInARowAfterASuccess_StopTheRun()
    {
        loopback.Server.Script = request => request.AllText.Contains("evil", StringComparison.Ordinal)
            ? ScriptedResponse.Json("{\"error\":{\"message\":\"The model does not exist\"}}", 404)
            : ScriptedResponse.Completion("\"fine\"");
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxRefusedCallsInARow = 3 });
        // An answer in between starts the count anew.
        foreach (string prompt in new[] { "good 0", "evil 1", "evil 2", "good 1", "evil 3", "evil 4" })
        {
            if (prompt[0] == 'g') await calls.CallAsync(Loopback.Call(prompt), Cancellation);
            else await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call(prompt), Cancellation));
        }
        EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => calls.CallAsync(Loopback.Call("evil 5"), Cancellation));
        Assert.Contains("refused 3 calls in a row", e.Message, StringComparison.Ordinal);
        Assert.Contains("Check the model's name", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RefusedDocumentsOnlyLeft_RerunDoesNotStop()
    {
        loopback.Server.Script = request => request.AllText.Contains("evil", StringComparison.Ordinal)
            ? ScriptedResponse.Json("{\"error\":{\"message\":\"flagged\"}}", 403) : null;
        Document[] documents = [new("good", "A good text."), .. Enumerable.Range(0, 30).Select(i => new Document($"bad{i}", $"An evil text, number {i}."))];
        using (CallLedger ledger = CallLedger.Open(loopback.Folder["calls"]))
            await RunAsync(loopback.Calls(ledger, Loopback.Quick with { MaxConcurrency = 1 }), documents, "first"); // the good document comes first
        using CallLedger again = CallLedger.Open(loopback.Folder["calls"]);
        (int rated, string[] quarantined) = await RunAsync(loopback.Calls(again), documents, "second");
        Assert.Equal((1, 30), (rated, quarantined.Length));
    }

    [Theory]
    [InlineData(404, "{\"error\":{\"message\":\"The model `qwem` does not exist\"}}", "model's name")]
    [InlineData(403, "{\"error\":{\"message\":\"No access\"}}", "API key")]
    [InlineData(400, "{\"error\":{\"message\":\"Unknown parameter\"}}", "Unknown parameter")]
    public async Task Run_EverythingRefused_StopsAfterTheFirstCallsWithAdvice(int status, string body, string advice)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body, status);
        Document[] documents = [.. Enumerable.Range(0, 100).Select(i => new Document($"d{i}", $"Text {i}."))];
        EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => RunAsync(loopback.Calls(Loopback.Quick with { MaxConcurrency = 1 }), documents, "work"));
        Assert.Contains("refused the first 10 calls", e.Message, StringComparison.Ordinal);
        Assert.Contains(advice, e.Message, StringComparison.Ordinal);
        Assert.Contains("document 'd9'", e.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", e.Message, StringComparison.Ordinal);
        Assert.Equal(10, loopback.Server.Requests);
    }

    [Theory]
    [InlineData(401, "{\"error\":{\"message\":\"Incorrect key\"}}", "API key")]
    [InlineData(402, "{\"error\":{\"message\":\"Insufficient balance\"}}", "balance")]
    [InlineData(429, "{\"error\":{\"message\":\"You exceeded your quota\",\"code\":\"insufficient_quota\"}}", "insufficient_quota")]
    public async Task Run_AccountRefused_StopsAtOnce(int status, string body, string words)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body, status);
        EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => RunAsync(loopback.Calls(Loopback.Quick with { MaxConcurrency = 1 }), [new("d0", "A text."), new("d1", "Another.")], "work"));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal(1, loopback.Server.Requests);
    }

    private async Task<(int Rated, string[] Quarantined)> RunAsync(LanguageModelCalls calls, Document[] documents, string work)
    {
        string folder = loopback.Folder[work];
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder, Faults = FaultPolicy.Quarantine(1) });
        await Corpus.FromDocuments(documents).Pipe(new DataManRater(calls)).WriteJsonlAsync("rated", run, cancellationToken: Cancellation);
        string[] lines = [.. Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories)
            .Where(path => path.Contains("quarantine", StringComparison.Ordinal)).SelectMany(File.ReadLines)];
        foreach (string line in lines) JsonDocument.Parse(line).Dispose();
        return ((int)run.Reports[^1].Kept, lines);
    }
}
