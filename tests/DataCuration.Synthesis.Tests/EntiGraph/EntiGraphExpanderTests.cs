using System.Globalization;
using System.Text.Json;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests.EntiGraph;

public sealed class EntiGraphExpanderTests : IDisposable
{
    private readonly SynthesisServer synthesis = new();

    public void Dispose() => synthesis.Dispose();

    [Fact]
    public async Task Expand_FourEntities_GivesSummaryPairsAndTriplesWithTheirOrigin()
    {
        (JsonElement[] texts, _, RunReport report) =
            await synthesis.RunAsync(new EntiGraphExpander(synthesis.Calls()) { Triples = TripleBudget.All }, [EntityModel.Make("doc", 4)]);
        Assert.Equal(11, texts.Length);
        Assert.Equal(Enumerable.Range(1, 11).Select(n => $"doc#{n}"), texts.Select(text => Text(text, "id")));
        Assert.Equal(["summary", .. Enumerable.Repeat("pair", 6), .. Enumerable.Repeat("triple", 4)], texts.Select(text => Text(text, "synthetic_kind")));
        Assert.Equal("""["Name0","Name1","Name2","Name3"]""", Text(texts[0], "synthetic_entities"));
        Assert.Equal(["""["Name0","Name1"]""", """["Name0","Name2"]""", """["Name0","Name3"]""", """["Name1","Name2"]""", """["Name1","Name3"]""",
            """["Name2","Name3"]"""], texts[1..7].Select(text => Text(text, "synthetic_entities")));
        Assert.Equal(4, texts[7..].Select(text => Text(text, "synthetic_entities")).Distinct().Count());
        Assert.All(texts, text =>
        {
            Assert.Equal("doc", Text(text, "synthetic_source"));
            Assert.Equal("entigraph", Text(text, "synthetic_method"));
            Assert.Equal("loopback", Text(text, "synthetic_model"));
            string kind = Text(text, "synthetic_kind");
            Assert.Equal("entigraph-1/" + (kind == "summary" ? "entities" : kind), Text(text, "synthetic_prompt"));
            Assert.Equal(0, text.GetProperty("synthetic_attempt").GetInt32());
            Assert.True(text.GetProperty("synthetic_tokens").GetInt64() > 0);
            Assert.InRange(text.GetProperty("synthetic_verbatim").GetDouble(), 0, 1);
            Assert.False(text.TryGetProperty("synthetic_problem", out _));
        });
        Assert.StartsWith("## The chronicle of doc", Text(texts[1], "text"), StringComparison.Ordinal);
        Assert.Equal((1, 11, 11, 1), (report.Records, report.Emitted, report.Kept, report.Dropped));
    }

    [Fact]
    public async Task Expand_AnyConcurrency_GivesTheSameBytesAndAnotherSeedOtherTriples()
    {
        Document[] documents = [.. Enumerable.Range(0, 6).Select(i => EntityModel.Make($"d{i}", 3 + i))];
        synthesis.Server.DelayOf = request => TimeSpan.FromMilliseconds(request.Number % 7);
        await Run("one", 1, 0);
        await Run("many", 16, 0);
        await Run("seed", 16, 1);
        Assert.Equal(synthesis.OutputOf("one"), synthesis.OutputOf("many"));
        Assert.NotEqual(synthesis.OutputOf("one"), synthesis.OutputOf("seed"));

        Task Run(string folder, int concurrency, ulong seed) => synthesis.RunAsync(
            new EntiGraphExpander(synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = concurrency })) { Triples = TripleBudget.OfCount(2) },
            documents, folder, seed);
    }

    [Fact]
    public async Task Expand_EntityAnswerNeverParses_IsQuarantinedAfterBoundedRepairs()
    {
        synthesis.Server.Script = request => EntityModel.IsEntityStep(request) && EntityModel.DocumentOf(request).Contains("bad", StringComparison.Ordinal)
            ? ScriptedResponse.Completion("\"{\\\"summary\\\": \\\"s\\\", \\\"entities\\\": [\"") : null;
        LanguageModelCalls calls = synthesis.Calls();
        (JsonElement[] texts, Dictionary<string, string> quarantined, RunReport report) =
            await synthesis.RunAsync(new EntiGraphExpander(calls), [EntityModel.Make("good", 3), EntityModel.Make("bad", 3)]);
        Assert.Equal(4, texts.Length);
        Assert.Contains(nameof(AnswerRejectedException), quarantined["bad"], StringComparison.Ordinal);
        Assert.Contains("after 2 repairs", quarantined["bad"], StringComparison.Ordinal);
        Assert.Equal(1, report.Faulted);
        UsageLine line = Assert.Single(calls.Report().Lines, line => line.Task == "entigraph_entities");
        Assert.Equal((4L, 2L), (line.Calls, line.Repairs)); // one for the good document; one and two repairs for the bad one
    }

    [Fact]
    public async Task Expand_EntityAnswerParsesOnRepair_Continues()
    {
        synthesis.Server.Script = request =>
            EntityModel.IsEntityStep(request) && request.Messages.Count == 2 ? ScriptedResponse.Completion("\"no JSON\"") : null;
        (JsonElement[] texts, _, _) = await synthesis.RunAsync(new EntiGraphExpander(synthesis.Calls()), [EntityModel.Make("doc", 3)]);
        Assert.Equal(4, texts.Length);
    }

    [Fact]
    public async Task Expand_TokenTarget_IsReachedInRoundsWithoutWaste()
    {
        LanguageModelCalls calls = synthesis.Calls();
        var stage = new EntiGraphExpander(calls) { Triples = TripleBudget.OfTokens(5_000), TokenEncoder = ByteTokenEncoder.Instance };
        (JsonElement[] texts, _, _) = await synthesis.RunAsync(stage, [EntityModel.Make("doc", 7)]);
        long tokens = texts.Sum(text => text.GetProperty("synthetic_tokens").GetInt64());
        long last = texts[^1].GetProperty("synthetic_tokens").GetInt64();
        Assert.Equal(tokens, texts.Sum(text => (long)System.Text.Encoding.UTF8.GetByteCount(Text(text, "text"))));
        Assert.InRange(tokens, 5_000, 5_000 + 2 * last);
        Assert.True(texts.Length < 1 + 21 + 35, "All triples were asked for.");
        Assert.Equal(texts.Length, calls.Report().Lines.Sum(line => line.Calls)); // no text was paid for and thrown away

        var many = new EntiGraphExpander(synthesis.Calls()) { Triples = TripleBudget.OfTokens(1_000_000), TokenEncoder = ByteTokenEncoder.Instance };
        (texts, _, _) = await synthesis.RunAsync(many, [EntityModel.Make("doc", 7)], "many");
        Assert.Equal(1 + 21 + 35, texts.Length); // there are no more triples
    }

    [Fact]
    public async Task Expand_RefusedTexts_AreSampledAgainThenDroppedWithTheirReason()
    {
        synthesis.Server.Script = request =>
        {
            if (EntityModel.IsEntityStep(request)) return null;
            string names = string.Join(' ', EntityModel.EntitiesOf(request));
            return names switch
            {
                "Name0 Name1" => ScriptedResponse.Completion("\"I'm sorry, but I can't help with that.\""),
                "Name0 Name2" => ScriptedResponse.Completion("\"\""),
                "Name0 Name3" => ScriptedResponse.Json("""{"error":{"message":"content management policy","code":"content_filter"}}""", 400),
                _ => null,
            };
        };
        LanguageModelCalls calls = synthesis.Calls();
        (JsonElement[] texts, Dictionary<string, string> quarantined, RunReport report) =
            await synthesis.RunAsync(new EntiGraphExpander(calls), [EntityModel.Make("doc", 6)]);
        Assert.Empty(quarantined);
        Assert.Equal(1 + 15 - 3, texts.Length);
        StageReport filter = report.Stages.Single(stage => stage.Name == nameof(SyntheticTextFilter));
        Assert.Equal([("bad_request", 1L), ("empty", 1L), ("refusal", 1L)],
            filter.DroppedByReason.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => (reason.Key, reason.Value)));
        UsageLine line = calls.Report().Lines.Single(line => line.Task == "entigraph_pair");
        Assert.Equal(15 + 2, line.Calls); // a second sample of the refused and of the empty one
    }

    [Fact]
    public async Task Expand_TooManyRefused_QuarantinesTheDocumentAndStopsItsCalls()
    {
        synthesis.Server.Script = request => EntityModel.IsEntityStep(request) || !EntityModel.DocumentOf(request).Contains("secret", StringComparison.Ordinal)
            ? null : ScriptedResponse.Completion("\"I'm sorry, but I can't help with that.\"");
        LanguageModelCalls calls = synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = 2 });
        (JsonElement[] texts, Dictionary<string, string> quarantined, _) = await synthesis.RunAsync(
            new EntiGraphExpander(calls) { MaxAttempts = 1 }, [EntityModel.Make("secret", 30), EntityModel.Make("plain", 3)]);
        Assert.Equal(4, texts.Length);
        // A quarter of 50 texts is reached by the 13th one, in the order of the texts.
        Assert.Contains("13 of the first 13 texts cannot be used (refusal 13), of 435 planned ones", quarantined["secret"], StringComparison.Ordinal);
        Assert.InRange(calls.Report().Lines.Single(line => line.Task == "entigraph_pair").Calls, 13 + 3, 13 + 3 + 16);
    }

    [Fact]
    public async Task Expand_EveryFifthTextRefused_IsNoFaultWhereverTheyCome()
    {
        // The first 10 pairs and later ones: fewer than a quarter of 50, and in the end fewer than a quarter of all.
        synthesis.Server.Script = request => !EntityModel.IsEntityStep(request) && EntityModel.EntitiesOf(request) is ["Name0", var second]
            && second.Length == 5 ? ScriptedResponse.Completion("\"I'm sorry, but I can't help with that.\"") : null;
        (JsonElement[] texts, Dictionary<string, string> quarantined, _) =
            await synthesis.RunAsync(new EntiGraphExpander(synthesis.Calls()) { MaxAttempts = 1 }, [EntityModel.Make("doc", 12)]);
        Assert.Empty(quarantined);
        Assert.Equal(1 + 66 - 9, texts.Length);
    }

    [Fact]
    public async Task Expand_TooManyRefusedAtAnyConcurrency_IsTheSameFault()
    {
        synthesis.Server.DelayOf = request => TimeSpan.FromMilliseconds(request.Number % 5);
        synthesis.Server.Script = request => !EntityModel.IsEntityStep(request) && request.FirstUser.Contains("Name2", StringComparison.Ordinal)
            && EntityModel.EntitiesOf(request)[^1].EndsWith('2') ? ScriptedResponse.Completion("\"\"") : null;
        string[] faults = [await Fault("one", 1), await Fault("many", 16)];
        Assert.Contains("texts cannot be used (empty ", faults[0], StringComparison.Ordinal);
        Assert.Equal(faults[0], faults[1]);

        async Task<string> Fault(string folder, int concurrency)
        {
            var stage = new EntiGraphExpander(synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = concurrency }))
            {
                MaxAttempts = 1,
                MaxUnusableShare = 0.02,
            };
            (_, Dictionary<string, string> quarantined, _) = await synthesis.RunAsync(stage, [EntityModel.Make("doc", 13)], folder);
            return JsonElement.Parse(quarantined["doc"]).GetProperty("message").GetString()!;
        }
    }

    [Fact]
    public async Task Expand_AnotherSample_HasTheNextSeedAndNoneAtTemperature0()
    {
        var seeds = new List<string>();
        synthesis.Server.Script = request =>
        {
            if (EntityModel.IsEntityStep(request)) return null;
            seeds.Add(JsonElement.Parse(request.Body).GetProperty("seed").GetRawText());
            return ScriptedResponse.Completion("\"\"");
        };
        foreach (float temperature in (float[])[1, 0])
        {
            var stage = new EntiGraphExpander(synthesis.Calls())
            {
                MaxAttempts = 3,
                MaxUnusableShare = 1,
                TextParameters = new CallParameters { Temperature = temperature, Seed = 40 },
            };
            await synthesis.RunAsync(stage, [EntityModel.Make("doc", 2)], $"at-{temperature}");
        }
        Assert.Equal(["40", "41", "42", "40"], seeds);
    }

    [Fact]
    public async Task Expand_ModelThatReasons_CountsTheTextOnly()
    {
        string text = new('b', 60);
        synthesis.Server.Script = request => EntityModel.IsEntityStep(request) ? null : ScriptedResponse.Completion(
            $"\"<think>thought</think>{text}\"", fields: "\"usage\":{\"completion_tokens\":500,\"completion_tokens_details\":{\"reasoning_tokens\":480}}");
        (JsonElement[] texts, _, _) = await synthesis.RunAsync(new EntiGraphExpander(synthesis.Calls()), [EntityModel.Make("doc", 2)]);
        Assert.Equal(text, Text(texts[1], "text"));
        Assert.Equal(20, texts[1].GetProperty("synthetic_tokens").GetInt64());
    }

    [Fact]
    public void Window_LongDocuments_AreFewAndFillTheEndpoint()
    {
        LanguageModelCalls calls = synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = 64 });
        Assert.Equal(2 + 16, new EntiGraphExpander(calls).Window);
        Assert.Equal(2 + 32, new EntiGraphExpander(calls) { MaxPairs = 1 }.Window);
        Assert.Equal(2 + 64, new EntiGraphExpander(calls) { MaxEntities = 1 }.Window);
        Assert.Equal(3, new EntiGraphExpander(synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = 1 })).Window);
    }

    [Fact]
    public async Task Expand_SecondSampleIsGood_IsUsedAndMarked()
    {
        LanguageModelCalls calls = synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = 1 });
        int asked = 0;
        synthesis.Server.Script = request => !EntityModel.IsEntityStep(request) && asked++ == 0 ? ScriptedResponse.Completion("\" \"") : null;
        (JsonElement[] texts, _, _) = await synthesis.RunAsync(new EntiGraphExpander(calls), [EntityModel.Make("doc", 2)]);
        Assert.Equal(1, texts[1].GetProperty("synthetic_attempt").GetInt32());
        Assert.StartsWith("## The chronicle", Text(texts[1], "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expand_LimitsOfEntitiesAndPairs_AreKept()
    {
        var stage = new EntiGraphExpander(synthesis.Calls()) { MaxEntities = 5, MaxPairs = 4, Triples = TripleBudget.OfCount(3), KeepsSource = true };
        (JsonElement[] texts, _, RunReport report) = await synthesis.RunAsync(stage, [EntityModel.Make("doc", 50), EntityModel.Make("one", 1)]);
        Assert.Equal(["doc", "doc#1", "doc#2", "doc#3", "doc#4", "doc#5", "doc#6", "doc#7", "doc#8", "one", "one#1"], texts.Select(text => Text(text, "id")));
        Assert.Equal(5, JsonSerializer.Deserialize<string[]>(Text(texts[1], "synthetic_entities"))!.Length);
        Assert.Equal(0, report.Dropped);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        LanguageModelCalls calls = synthesis.Calls();
        Assert.Throws<ArgumentNullException>(() => new EntiGraphExpander(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntiGraphExpander(calls) { MaxEntities = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntiGraphExpander(calls) { MaxPairs = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntiGraphExpander(calls) { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntiGraphExpander(calls) { MaxUnusableShare = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => TripleBudget.OfCount(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TripleBudget.OfTokens(0));
        Assert.Equal("5 tokens", TripleBudget.OfTokens(5).ToString(), StringComparer.Create(CultureInfo.InvariantCulture, false));
    }

    private static string Text(JsonElement line, string field) => line.GetProperty(field).GetString()!;
}
