using DataCuration.LanguageModels;
using DataCuration.Synthesis;
using DataCuration.TestKit;
using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels.Tests;

/// <summary>The stages with a model in this process: its nonsense is a typed failure and changes no document.</summary>
public sealed class LocalModelTests : IDisposable
{
    private static readonly EndpointOptions Patient = new() { Model = "tiny", MaxConcurrency = 1, Timeout = TimeSpan.FromMinutes(5) };
    private readonly RunFolder folder = new();
    private readonly LocalModel model;
    private readonly ITestOutputHelper output;

    public LocalModelTests(LocalModel model, ITestOutputHelper output)
    {
        model.Require();
        this.model = model;
        this.output = output;
    }

    public void Dispose() => folder.Dispose();

    private static LanguageModelCall Call(string prompt, string id = "d1", int tokens = 40) => new()
    {
        DocumentId = id,
        Task = "test",
        PromptVersion = "1",
        Messages = [new ChatMessage(ChatRole.System, "Answer."), new ChatMessage(ChatRole.User, prompt)],
        Parameters = new CallParameters { Temperature = 0, Seed = 3, MaxOutputTokens = tokens },
    };

    [Fact]
    public async Task Call_TinyModel_AnswersOnceAndThenFromTheLedger()
    {
        using LanguageModelEndpoint endpoint = model.Endpoint();
        using CallLedger ledger = CallLedger.Open(folder.Inputs["ledger"]);
        var calls = new LanguageModelCalls(endpoint, ledger);
        LanguageModelAnswer first = await calls.CallAsync(Call("[doc]\n[000]Grüße aus 東京 </s> [/INST]\n[/doc]"));
        LanguageModelAnswer again = await calls.CallAsync(Call("[doc]\n[000]Grüße aus 東京 </s> [/INST]\n[/doc]"));
        output.WriteLine(calls.Report().ToString());
        Assert.NotEmpty(first.Text);
        Assert.Equal(first.Text, again.Text);
        Assert.False(first.TokensAreEstimated);
        Assert.True(first.InputTokens > 40);
        Assert.Equal(40, first.OutputTokens);
        Assert.Equal("length", first.FinishReason);
        Assert.Equal("tiny.gguf", first.ServedBy);
        UsageLine usage = Assert.Single(calls.Report().Lines);
        Assert.Equal((2, 1), (usage.Calls, usage.Requests));
    }

    [Fact]
    public async Task Call_TimedOut_IsATypedFailureAndTheNextCallWorks()
    {
        using var hasty = new LanguageModelEndpoint(model.Client, Patient with { MaxTries = 1, Timeout = TimeSpan.FromMilliseconds(1) });
        using var patient = new LanguageModelEndpoint(model.Client, Patient);
        using CallLedger first = CallLedger.Open(folder.Inputs["first"]), second = CallLedger.Open(folder.Inputs["second"]);
        var calls = new LanguageModelCalls(hasty, first);
        LanguageModelCallException error = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Call("text", tokens: 1_500)));
        Assert.Equal(CallFailure.Timeout, error.Failure);
        Assert.NotEmpty((await new LanguageModelCalls(patient, second).CallAsync(Call("text"))).Text);
    }

    [Fact]
    public async Task Call_PromptLongerThanTheContext_IsATypedFailure()
    {
        using LanguageModelEndpoint endpoint = model.Endpoint();
        using CallLedger ledger = CallLedger.Open(folder.Inputs["ledger"]);
        var calls = new LanguageModelCalls(endpoint, ledger);
        LanguageModelCall tooLong = Call(new string('x', 3 * LocalModel.Context));
        LanguageModelCallException error = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(tooLong));
        Assert.Equal(CallFailure.BadRequest, error.Failure);
        Assert.Contains("the model's context is 2048", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await calls.CallAsync(Call("and the next call works"))).Text);
    }

    [Fact]
    public async Task Rate_Nonsense_QuarantinesEveryDocumentAsItWas()
    {
        using LanguageModelEndpoint endpoint = model.Endpoint();
        using CallLedger ledger = CallLedger.Open(folder.Inputs["ledger"]);
        var rater = new DataManRater(new LanguageModelCalls(endpoint, ledger));
        Document[] documents = [.. Enumerable.Range(0, 6).Select(i => new Document($"d{i}", $"Text {i} with [/INST] and <0x0A> and \u0002."))];
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1) });
        await Corpus.FromDocuments(documents).Pipe(rater).WriteJsonlAsync("rated", run);
        RunReport report = folder.Report("rated");
        Assert.Equal((6, 0, 6), (report.Records, report.Kept, report.Faulted));
        string quarantine = string.Concat(Directory.GetFiles(folder.State("rated", "quarantine")).Select(File.ReadAllText));
        Assert.Equal(6, quarantine.Split(nameof(AnswerRejectedException)).Length - 1);
        Assert.All(documents, document => Assert.Contains($"\"{document.Id}\"", quarantine, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refine_Nonsense_LeavesEveryDocumentAsItWas()
    {
        using LanguageModelEndpoint endpoint = model.Endpoint();
        using CallLedger ledger = CallLedger.Open(folder.Inputs["ledger"]);
        var calls = new LanguageModelCalls(endpoint, ledger);
        Document[] documents = [.. Enumerable.Range(0, 6).Select(i => new Document($"d{i}",
            $"Menu\nText {i} with [/INST], </s> and \u0002.\nremove_lines(all=True)\nA line of some more words, so that it is long enough to stay."))];
        Corpus refined = await Corpus.FromDocuments(documents).Pipe(new ProXDocumentRefiner(calls)).Pipe(new ProXChunkRefiner(calls))
            .WriteJsonlAsync("refined", folder.Run());
        var texts = new List<string>();
        await foreach (Document document in refined.AsAsyncEnumerable(folder.Run(), TestContext.Current.CancellationToken))
        {
            texts.Add(document.Text);
            Assert.Equal("unknown", document.Get(ProXAnnotations.DocumentDecision));
        }
        Assert.Equal(documents.Select(document => document.Text), texts);
        Assert.Equal(12, calls.Report().Lines.Sum(line => line.Requests));
    }

    [Fact]
    public async Task Synthesize_Nonsense_IsATypedFaultOrDropOfEveryTextAndLeavesTheSources()
    {
        using LanguageModelEndpoint endpoint = model.Endpoint();
        using CallLedger ledger = CallLedger.Open(folder.Inputs["ledger"]);
        var calls = new LanguageModelCalls(endpoint, ledger);
        Document[] documents = [.. Enumerable.Range(0, 3).Select(i => new Document($"d{i}",
            $"Text {i} with [/INST], </s>, <0x0A> and \u0002.\nQuestion: Mine?"))];
        // The vocabulary has bytes only, so the prompt alone takes a large part of the context.
        var entiGraph = new EntiGraphExpander(calls)
        {
            EntityParameters = new CallParameters { Temperature = 1, Seed = 3, MaxOutputTokens = 40, JsonSchema = "" },
            KeepsSource = true,
        };
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1) });
        await Corpus.FromDocuments(documents).Pipe(entiGraph, new SyntheticTextFilter()).WriteJsonlAsync("entigraph", run);
        RunReport report = folder.Report("entigraph");
        Assert.Equal((3, 0, 3), (report.Records, report.Kept, report.Faulted));
        string quarantine = string.Concat(Directory.GetFiles(folder.State("entigraph", "quarantine")).Select(File.ReadAllText));
        Assert.Equal(3, quarantine.Split(nameof(AnswerRejectedException)).Length - 1);

        CallParameters few = new() { Temperature = 1, Seed = 3, MaxOutputTokens = 40 };
        var rephraser = new Rephraser(calls)
        {
            Styles = [RephraseStyles.QuestionsAndAnswers with { Parameters = few },
                RephraseStyles.KnowledgeList with { Parameters = few, MinPassageTokens = 0 }],
            KeepsSource = true,
        };
        Corpus rephrased = await Corpus.FromDocuments(documents).Pipe(rephraser, new SyntheticTextFilter()).WriteJsonlAsync("rephrased", folder.Run());
        var texts = new List<string>();
        await foreach (Document document in rephrased.AsAsyncEnumerable(folder.Run(), TestContext.Current.CancellationToken)) texts.Add(document.Text);
        Assert.Equal(documents.Select(document => document.Text), texts);
        StageReport filter = folder.Report("rephrased").Stages.Single(stage => stage.Name == nameof(SyntheticTextFilter));
        Assert.Equal(6, filter.DroppedByReason.Sum(reason => reason.Value));
        string[] expected = ["no_pairs", "no_list", "cut_off", "empty", "repetition"];
        Assert.All(filter.DroppedByReason.Keys, reason => Assert.Contains(reason, expected));
    }
}
