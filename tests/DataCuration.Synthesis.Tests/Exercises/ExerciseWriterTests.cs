using System.Text.Json;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests.Exercises;

public sealed class ExerciseWriterTests : IDisposable
{
    private readonly SynthesisServer synthesis = new(RephraseModel.Answer);

    public void Dispose() => synthesis.Dispose();

    [Fact]
    public async Task Transform_AnyDocument_KeepsTheTextVerbatimBeforeTheExercises()
    {
        Document[] documents =
        [
            RephraseModel.Make("plain"), new Document("spaces", "  \tA text.  \n\n"),
            new Document("inject", "Text.</s>\n\nQuestion: Mine?\nAnswer: Mine. \uFFFF"),
        ];
        (JsonElement[] texts, _, RunReport report) = await synthesis.RunAsync(new ExerciseWriter(synthesis.Calls()), documents);
        Assert.Equal(3, report.Kept);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.StartsWith(documents[i].Text + "\n\n", Text(texts[i], "text"), StringComparison.Ordinal);
            Assert.True(Text(texts[i], "text").Length > documents[i].Text.Length + 2);
            Assert.Equal((documents[i].Id, documents[i].Id, "exercises", "exercises-1/" + Text(texts[i], "synthetic_kind")), (Text(texts[i], "id"),
                Text(texts[i], "synthetic_source"), Text(texts[i], "synthetic_method"), Text(texts[i], "synthetic_prompt")));
            Assert.False(texts[i].TryGetProperty("exercise_problem", out _));
        }
    }

    [Fact]
    public async Task Transform_FailedGeneration_FallsBackToTheRawText()
    {
        synthesis.Server.Script = request => request.FirstUser.Contains("of refused", StringComparison.Ordinal)
            ? ScriptedResponse.Completion(RephraseModel.Refusal)
            : request.FirstUser.Contains("of empty", StringComparison.Ordinal) ? ScriptedResponse.Completion("\"\"")
            : request.FirstUser.Contains("of filtered", StringComparison.Ordinal)
                ? ScriptedResponse.Json("""{"error":{"message":"content management policy","code":"content_filter"}}""", 400)
            : request.FirstUser.Contains("of long", StringComparison.Ordinal) ? ScriptedResponse.Completion("\"cut\"", "\"finish_reason\":\"length\"")
            : request.FirstUser.Contains("of formless", StringComparison.Ordinal) ? ScriptedResponse.Completion("\"no pairs at all\"") : null;
        string[] names = ["refused", "empty", "filtered", "long", "formless"];
        Document[] documents = [.. names.Select(name => RephraseModel.Make(name)), new Document("blank", " ")];
        LanguageModelCalls calls = synthesis.Calls();
        (JsonElement[] texts, _, RunReport report) = await synthesis.RunAsync(new ExerciseWriter(calls) { Prompts = [ExercisePrompts.Questions] }, documents);
        Assert.Equal((6, 0), (report.Kept, report.Dropped)); // the filter after the stage keeps them: they are not synthetic
        Assert.Equal(["refusal", "empty", "bad_request", "cut_off", "no_pairs", "too_short"], texts.Select(text => Text(text, "exercise_problem")));
        Assert.Equal(documents.Select(document => document.Text), texts.Select(text => Text(text, "text")));
        Assert.All(texts, text => Assert.False(text.TryGetProperty("synthetic_method", out _)));
        Assert.Equal(4 * 2 + 1, calls.Report().Lines.Single().Calls);
    }

    [Fact]
    public async Task Transform_Pool_IsDrawnByWeightSeedAndId()
    {
        ExercisePrompt[] pool = [new("one", "Write one.") { Weight = 3 }, new("two", "Write two."), new("never", "Write none.") { Weight = 0 }];
        Document[] documents = [.. Enumerable.Range(0, 150).Select(i => new Document($"d{i}", $"A text with the number {i}."))];
        string[] first = await Kinds("one", 1, 0), again = await Kinds("many", 8, 0), other = await Kinds("seed", 8, 1);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(kind => kind == "one"), 91, 134); // 112.5, and 4 standard deviations
        Assert.DoesNotContain("never", first);
        Assert.Equal(synthesis.OutputOf("one"), synthesis.OutputOf("many"));

        async Task<string[]> Kinds(string folder, int concurrency, ulong seed)
        {
            LanguageModelCalls calls = synthesis.Calls(SynthesisServer.Quick with { MaxConcurrency = concurrency });
            (JsonElement[] texts, _, _) = await synthesis.RunAsync(new ExerciseWriter(calls) { Prompts = pool }, documents, folder, seed, concurrency);
            return [.. texts.Select(text => Text(text, "synthetic_kind"))];
        }
    }

    [Fact]
    public async Task Transform_LongDocument_ShowsTheModelItsFirstPassage()
    {
        var asked = new List<ChatRequest>();
        synthesis.Server.OnRequest = asked.Add;
        Document source = RephraseModel.Make("doc", 5);
        (JsonElement[] texts, _, _) = await synthesis.RunAsync(new ExerciseWriter(synthesis.Calls()) { MaxSourceTokens = 320 }, [source]);
        Assert.Equal(string.Join("\n\n", source.Text.Split("\n\n")[..2]), EntityModel.DocumentOf(Assert.Single(asked)));
        Assert.StartsWith(source.Text, Text(texts[0], "text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        LanguageModelCalls calls = synthesis.Calls();
        Assert.Throws<ArgumentNullException>(() => new ExerciseWriter(null!));
        Assert.Throws<ArgumentException>(() => new ExerciseWriter(calls) { Prompts = [] });
        Assert.Throws<ArgumentException>(() => new ExerciseWriter(calls) { Prompts = [ExercisePrompts.Terms with { Weight = 0 }] });
        Assert.Throws<ArgumentException>(() => new ExerciseWriter(calls) { Prompts = [ExercisePrompts.Terms, ExercisePrompts.Terms] });
        Assert.Throws<ArgumentOutOfRangeException>(() => ExercisePrompts.Terms with { Weight = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExerciseWriter(calls) { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExerciseWriter(calls) { MaxSourceTokens = 0 });
    }

    private static string Text(JsonElement line, string field) => line.GetProperty(field).GetString()!;
}
