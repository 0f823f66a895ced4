using System.Text.Json;
using DataCuration.Retrieval.Lucene;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests.Instructions;

/// <summary>The whole way from documents to answered instructions, with a BM25 index and a loopback server.</summary>
public sealed class InstructionPipelineTests : IDisposable
{
    private readonly SynthesisServer synthesis = new(InstructionModel.Answer);

    public void Dispose() => synthesis.Dispose();

    [Fact]
    public async Task Pipeline_Documents_BecomeGroundedPairsWithTheirPassages()
    {
        using CurationRun run = Run("work", 2);
        JsonElement[] answered = await RunAsync(run, synthesis.Calls(), [.. Enumerable.Range(0, 6).Select(InstructionModel.Make)]);

        // Two passages of each document with three instructions, the third of which is a repetition.
        RunReport novelty = run.Reports.Single(report => report.Folder.EndsWith("instructions", StringComparison.Ordinal));
        Assert.Equal((36L, 12L), (novelty.Records, Drops(novelty, "Keep")[InstructionNovelty.NotNovel]));
        // Of the 24 others, two each are refused, have no answer, and are made up.
        IReadOnlyDictionary<string, long> answers = Drops(novelty, nameof(GroundedAnswerer));
        Assert.Equal([("no_answer", 2L), ("refusal", 2L)], answers.OrderBy(drop => drop.Key, StringComparer.Ordinal).Select(drop => (drop.Key, drop.Value)));
        Assert.Equal(2, Drops(novelty, nameof(GroundednessFilter))[GroundednessFilter.NotGrounded]);
        Assert.Equal(18, answered.Length);

        Assert.All(answered, line =>
        {
            string instruction = Text(line, "instruction"), answer = Text(line, "instruction_answer"), source = Text(line, "synthetic_source");
            Assert.Equal(instruction + "\n\n" + answer, Text(line, "text"));
            Assert.StartsWith(source + "#", Text(line, "id"), StringComparison.Ordinal);
            // BM25 finds the passage that the instruction was written from, and others after it.
            string[] passages = JsonSerializer.Deserialize<string[]>(Text(line, "instruction_passages"))!;
            double[] scores = JsonSerializer.Deserialize<double[]>(Text(line, "instruction_passage_scores"))!;
            Assert.Equal(source, passages[0]);
            Assert.Equal(passages.Length, scores.Length);
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.Equal(8, JsonSerializer.Deserialize<int[]>(Text(line, "instruction_examples"))!.Distinct().Count());
            Assert.Equal(("bm25", "loopback", "loopback"), (Text(line, "instruction_retriever"), Text(line, "synthetic_model"), Text(line, "answer_model")));
            Assert.Equal(("instructions-1/write", "instructions-1/answer"), (Text(line, "synthetic_prompt"), Text(line, "answer_prompt")));
            Assert.Equal(("instructions", "instruction_answer"), (Text(line, "synthetic_method"), Text(line, "synthetic_kind")));
            Assert.Equal(1, line.GetProperty("grounded_words").GetDouble());
            Assert.Equal(1, line.GetProperty("grounded_numbers").GetDouble());
            Assert.False(line.TryGetProperty("grounded_judgement", out _));
        });

        string[] pairs = synthesis.OutputOf("work", "pairs").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(answered.Select(line => JsonSerializer.Serialize(new
        {
            messages = new object[]
            {
                new { role = "user", content = Text(line, "instruction") },
                new { role = "assistant", content = Text(line, "instruction_answer") },
            },
        })), pairs);
    }

    [Fact]
    public async Task Pipeline_AnyWorkersAndCalls_GivesTheSameBytesAndResumesFromTheLedger()
    {
        Document[] documents = [.. Enumerable.Range(0, 12).Select(InstructionModel.Make)];
        synthesis.Server.DelayOf = request => TimeSpan.FromMilliseconds(request.Number % 5);
        CallLedger ledger = synthesis.Ledger();
        using (CurationRun one = Run("one", 1)) await RunAsync(one, synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = 1 }), documents);
        using (CurationRun eight = Run("eight", 8))
            await RunAsync(eight, synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = 16 }, null, ledger), documents);
        long requests = synthesis.Server.Requests;
        // With all answers in the ledger, nothing is asked again, and a server that is gone does not matter.
        synthesis.Server.Faults = new FaultSchedule(1, (ServerFault.BadRequest, 1));
        using (CurationRun again = Run("again", 2)) await RunAsync(again, synthesis.Calls(null, null, ledger), documents);
        Assert.Equal(requests, synthesis.Server.Requests);
        foreach (string output in (string[])["candidates", "instructions", "pairs"])
        {
            string expected = synthesis.OutputOf("one", output);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, synthesis.OutputOf("eight", output));
            Assert.Equal(expected, synthesis.OutputOf("again", output));
        }
    }

    [Fact]
    public async Task Expand_SeedAndRound_ChooseTheExamples()
    {
        Document[] documents = [.. Enumerable.Range(0, 3).Select(InstructionModel.Make)];
        string[] first = await ExamplesAsync("a", 0, 0);
        Assert.Equal(first, await ExamplesAsync("b", 0, 0));
        Assert.NotEqual(first, await ExamplesAsync("c", 1, 0));
        Assert.NotEqual(first, await ExamplesAsync("d", 0, 1));
        Assert.True(first.Distinct().Count() > 1);

        async Task<string[]> ExamplesAsync(string work, ulong seed, int round)
        {
            using CurationRun run = Run(work, 1, seed);
            await Corpus.FromDocuments(documents).Pipe(new PassageSplitter { MaxLength = 30 },
                new InstructionExpander(synthesis.Calls(), InstructionModel.Seeds) { Round = round, InstructionsPerPassage = 1 })
                .WriteJsonlAsync("candidates", run, cancellationToken: TestContext.Current.CancellationToken);
            JsonElement[] lines = Lines(work, "candidates");
            Assert.Equal(6, lines.Length); // the first instruction of each passage
            Assert.All(lines, line => Assert.Equal(round, line.GetProperty("synthetic_attempt").GetInt32()));
            return [.. lines.Select(line => Text(line, "instruction_examples"))];
        }
    }

    [Fact]
    public async Task Expand_UnusableAnswers_AreRepairedLeftOutOrFaults()
    {
        synthesis.Server.Script = request => (InstructionModel.IsStep(request, new InstructionPrompts().Write), request.FirstUser) switch
        {
            (true, var user) when user.Contains("Kelda0x", StringComparison.Ordinal) => ScriptedResponse.Completion("\"no JSON at all\""),
            (true, var user) when user.Contains("Kelda1x", StringComparison.Ordinal) =>
                ScriptedResponse.Completion("\"I'm sorry, but I can't help with that.\""),
            (true, var user) when user.Contains("Kelda2x", StringComparison.Ordinal) => ScriptedResponse.Completion("\"{\\\"instructions\\\":[]}\""),
            (true, var user) when user.Contains("Kelda3x", StringComparison.Ordinal) => ScriptedResponse.Completion(
                "\"{\\\"instructions\\\":[\\\" Same. \\\",\\\"Same.\\\",\\\"?!\\\",\\\"" + new string('x', 2_001) + "\\\",\\\"a\\\",\\\"b\\\",\\\"c\\\"]}\""),
            (true, var user) when user.Contains("Kelda4x", StringComparison.Ordinal) =>
                ScriptedResponse.Completion("\"{\\\"instructions\\\":[null,\\\"x\\\"]}\""),
            _ => null,
        };
        using CurationRun run = Run("work", 1);
        await Corpus.FromDocuments(Enumerable.Range(0, 6).Select(InstructionModel.Make))
            .Pipe(new InstructionExpander(synthesis.Calls(), InstructionModel.Seeds))
            .WriteJsonlAsync("candidates", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["d03#1 Same.", "d03#2 a", "d03#3 b", "d05#1", "d05#2", "d05#3"], Lines("work", "candidates")
            .Select(line => Text(line, "id").StartsWith("d05", StringComparison.Ordinal) ? Text(line, "id") : $"{Text(line, "id")} {Text(line, "text")}"));
        Assert.Equal(3, run.Reports[^1].Faulted); // no JSON, a refusal, and a null
    }

    private CurationRun Run(string work, int workers, ulong seed = 0) => new(new RunOptions
    {
        WorkDirectory = synthesis.Folder[work],
        MaxParallelShards = workers,
        Faults = FaultPolicy.Quarantine(1),
        Seed = seed,
        WarningWriter = TextWriter.Null,
    });

    /// <summary>The pipeline of the documentation, over files of two documents each.</summary>
    private async Task<JsonElement[]> RunAsync(CurationRun run, LanguageModelCalls calls, Document[] documents)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        for (int i = 0; i < documents.Length; i += 2)
        {
            synthesis.Folder.Write($"domain/{i:D3}.jsonl", string.Concat(documents.Skip(i).Take(2)
                .Select(document => JsonSerializer.Serialize(new { id = document.Id, text = document.Text }) + "\n")));
        }
        Corpus passages = Corpus.FromJsonl(synthesis.Folder["domain/*.jsonl"]).Pipe(new PassageSplitter { MaxLength = 30 });
        using PassageIndex index = await passages.FitAsync(new PassageIndexFit(), run, stop);
        Corpus candidates = await passages.Pipe(new InstructionExpander(calls, InstructionModel.Seeds))
            .WriteJsonlAsync("candidates", run, cancellationToken: stop);
        KeepList novel = await candidates.FitAsync(new InstructionNovelty(InstructionModel.Seeds), run, stop);
        Corpus answered = await candidates.Keep(novel, InstructionNovelty.NotNovel).Pipe(new GroundedAnswerer(calls, index), new GroundednessFilter())
            .WriteJsonlAsync("instructions", run, cancellationToken: stop);
        await answered.WriteAsync("pairs", new InstructionPairSink(), run, stop);
        return Lines(Path.GetFileName(run.Options.WorkDirectory), "instructions");
    }

    private JsonElement[] Lines(string work, string output) =>
        [.. synthesis.OutputOf(work, output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private static IReadOnlyDictionary<string, long> Drops(RunReport report, string stage) =>
        report.Stages.Single(one => one.Name == stage).DroppedByReason;

    private static string Text(JsonElement line, string field) => line.GetProperty(field).GetString()!;
}
