using System.Text;
using DataCuration.LocalModels.Tests.Export;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;
using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels.Tests;

public sealed class LocalModelClientTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalModel model;

    public LocalModelClientTests(LocalModel model)
    {
        model.Require();
        this.model = model;
    }

    public void Dispose() => folder.Dispose();

    private static ChatMessage[] Ask(string text) => [new(ChatRole.System, "Answer."), new(ChatRole.User, text)];

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public async Task GetResponse_ManyAtOnce_AnswersEachAsAlone(double temperature)
    {
        ChatMessage[][] prompts = [.. Enumerable.Range(0, 14).Select(i => Ask($"text {i} {new string('x', i * 13 % 90)}"))];
        var options = new ChatOptions { Temperature = (float)temperature, Seed = 5, MaxOutputTokens = 24 };
        // With 32 bits, the other requests of a step change too little of a logit to change a draw.
        using LocalModelClient client =
            Load(new() { ModelPath = model.Path, ContextLength = 400, MaxSequences = 4, Threads = 1, FullPrecisionCache = true });
        var alone = new List<string>();
        foreach (ChatMessage[] prompt in prompts) alone.Add((await client.GetResponseAsync(prompt, options)).Text);
        ChatResponse[] together = await Task.WhenAll(prompts.Select(prompt => client.GetResponseAsync(prompt, options)));
        Assert.Equal(alone, together.Select(response => response.Text));
        Assert.True(alone.Distinct().Count() > 10, "The answers must depend on the prompts.");
        if (temperature == 0) return;
        options.Seed = 6;
        Assert.NotEqual(alone[0], (await client.GetResponseAsync(prompts[0], options)).Text);
    }

    /// <summary>Answers of other lengths leave gaps between those that continue, which move to other places in the model's memory.</summary>
    [Fact]
    public async Task GetResponse_AnswersThatEndAtOtherTimes_AreAsAlone()
    {
        ChatMessage[][] prompts = [.. Enumerable.Range(0, 10).Select(i => Ask($"text {i} {new string('y', i * 29 % 70)}"))];
        ChatOptions[] options = [.. prompts.Select((_, i) => new ChatOptions { Temperature = 0.8f, Seed = 7, MaxOutputTokens = 3 + (i * 17 % 40) })];
        // With 32 bits, the other requests of a step change too little of a logit to change a draw.
        using LocalModelClient client =
            Load(new() { ModelPath = model.Path, ContextLength = 400, MaxSequences = 10, Threads = 1, FullPrecisionCache = true });
        var alone = new List<string>();
        for (int i = 0; i < prompts.Length; i++) alone.Add((await client.GetResponseAsync(prompts[i], options[i])).Text);
        for (int round = 0; round < 2; round++)
        {
            using var cancel = new CancellationTokenSource();
            Task<ChatResponse>[] canceled = [.. Enumerable.Range(0, 2).Select(i => client.GetResponseAsync(Ask($"long {i}"), null, cancel.Token))];
            Task<ChatResponse>[] together = [.. prompts.Select((prompt, i) => client.GetResponseAsync(prompt, options[i]))];
            await together[0];
            await cancel.CancelAsync();
            Assert.Equal(alone, (await Task.WhenAll(together)).Select(response => response.Text));
            foreach (Task<ChatResponse> task in canceled) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }
    }

    [Fact]
    public async Task GetResponse_Instructions_AreASystemMessage()
    {
        var options = new ChatOptions { MaxOutputTokens = 20 };
        string expected = (await model.Client.GetResponseAsync(Ask("text"), options)).Text;
        options.Instructions = "Answer.";
        Assert.Equal(expected, (await model.Client.GetResponseAsync([new ChatMessage(ChatRole.User, "text")], options)).Text);
        options.Instructions = "Another one.";
        Assert.NotEqual(expected, (await model.Client.GetResponseAsync([new ChatMessage(ChatRole.User, "text")], options)).Text);
    }

    [Fact]
    public async Task GetResponse_ContentThatIsNoText_IsRefused()
    {
        ChatMessage image = new(ChatRole.User, [new TextContent("what is it?"), new DataContent("data:image/png;base64,AAAA")]);
        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => model.Client.GetResponseAsync([image]));
        Assert.Contains("DataContent", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1.5f)]
    public async Task GetResponse_OptionOutOfRange_IsRefused(float temperature, float topP)
    {
        var options = new ChatOptions { Temperature = temperature, TopP = topP };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.Client.GetResponseAsync(Ask("a"), options));
    }

    [Fact]
    public async Task GetResponse_ExportedModel_ContinuesAsTheDecoder()
    {
        using TorchSharpModel trained = await TrainedModels.TrainAsync("llama", 30, folder, TestContext.Current.CancellationToken);
        trained.ExportGguf(folder["m.gguf"], GgufTokenizer.Bytes(), new() { Type = GgufTensorType.Float32 });
        using var client = new LocalModelClient(new()
        {
            ModelPath = folder["m.gguf"],
            Template = LocalChatTemplate.Plain,
            MaxSequences = 3,
            Threads = 1,
            FullPrecisionCache = true
        });
        Assert.Equal(trained.Options.ContextLength, client.ContextLength);
        string[] prompts = ["The cat", "Grüße", "Nothing <|end|> counts", "A dog eats 17"];
        IReadOnlyList<GeneratedSequence> expected = trained.Generate(prompts, ByteTokenEncoder.Instance, new() { MaxNewTokens = 40 });
        ChatResponse[] found = await Task.WhenAll(
            prompts.Select(prompt => client.GetResponseAsync([new(ChatRole.User, prompt)], new ChatOptions { MaxOutputTokens = 40 })));
        for (int i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(expected[i].Text, found[i].Text);
            Assert.Equal(1 + Encoding.UTF8.GetByteCount(prompts[i]), found[i].Usage!.InputTokenCount);
            Assert.Equal(expected[i].End == GenerationEnd.StopToken ? ChatFinishReason.Stop : ChatFinishReason.Length, found[i].FinishReason);
        }
    }

    [Fact]
    public async Task GetStreamingResponse_IsTheWholeAnswerInPieces()
    {
        var options = new ChatOptions { Temperature = 1, Seed = 2, MaxOutputTokens = 60 };
        ChatResponse whole = await model.Client.GetResponseAsync(Ask("text"), options);
        string stop = whole.Text.Substring(12, 2);
        options.StopSequences = ["never there", stop];
        var updates = new List<ChatResponseUpdate>();
        await foreach (ChatResponseUpdate update in model.Client.GetStreamingResponseAsync(Ask("text"), options)) updates.Add(update);
        string text = string.Concat(updates.Select(update => update.Text));
        Assert.Equal(whole.Text[..whole.Text.IndexOf(stop, StringComparison.Ordinal)], text);
        Assert.True(updates.Count > 5);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        UsageDetails usage = updates[^1].Contents.OfType<UsageContent>().Single().Details;
        Assert.Equal(whole.Usage!.InputTokenCount, usage.InputTokenCount);
        Assert.InRange(usage.OutputTokenCount!.Value, 1, 59);
        Assert.Equal(text, (await model.Client.GetResponseAsync(Ask("text"), options)).Text);
    }

    [Fact]
    public async Task GetResponse_PromptLongerThanAStep_IsReadInParts()
    {
        ChatMessage[] prompt = Ask(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} ")));
        ChatResponse expected = await model.Client.GetResponseAsync(prompt, new ChatOptions { MaxOutputTokens = 12 });
        int context = (int)expected.Usage!.InputTokenCount! + 12;
        using LocalModelClient small = Load(new() { ModelPath = model.Path, ContextLength = context, MaxSequences = 2, BatchTokens = 16, Threads = 1 });
        ChatResponse[] found = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => small.GetResponseAsync(prompt)));
        Assert.All(found, response => Assert.Equal(expected.Text, response.Text));
        // The context ends where the other answer was cut, unless the model ends it before.
        Assert.All(found, response => Assert.Equal(expected.FinishReason, response.FinishReason));
        Assert.All(found, response => Assert.Equal(expected.Usage.TotalTokenCount, response.Usage!.TotalTokenCount));
    }

    [Fact]
    public async Task GetResponse_Canceled_LeavesTheOthers()
    {
        using var source = new CancellationTokenSource();
        var options = new ChatOptions { MaxOutputTokens = 100 };
        string expected = (await model.Client.GetResponseAsync(Ask("other"), options)).Text;
        for (int round = 0; round < 3; round++)
        {
            using var cancel = new CancellationTokenSource();
            Task<ChatResponse>[] canceled = [.. Enumerable.Range(0, 6).Select(i => model.Client.GetResponseAsync(Ask($"long {i}"), null, cancel.Token))];
            Task<ChatResponse> other = model.Client.GetResponseAsync(Ask("other"), options);
            await cancel.CancelAsync();
            foreach (Task<ChatResponse> task in canceled) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            Assert.Equal(expected, (await other).Text);
        }
    }

    [Fact]
    public async Task GetStreamingResponse_ReaderThatStops_FreesItsPlace()
    {
        using LocalModelClient single = Load(new() { ModelPath = model.Path, ContextLength = 2_000, MaxSequences = 1, Threads = 1 });
        for (int i = 0; i < 3; i++)
        {
            await foreach (ChatResponseUpdate update in single.GetStreamingResponseAsync(Ask("endless")))
                if (update.Text.Length > 0) break;
        }
        Assert.NotEmpty((await single.GetResponseAsync(Ask("next"), new ChatOptions { MaxOutputTokens = 5 })).Text);
    }

    [Fact]
    public async Task Dispose_WhileRequestsRun_EndsThem()
    {
        LocalModelClient client = Load(new() { ModelPath = model.Path, ContextLength = 2_000, MaxSequences = 2, Threads = 1 });
        Task<ChatResponse>[] running = [.. Enumerable.Range(0, 7).Select(i => client.GetResponseAsync(Ask($"endless {i}")))];
        client.Dispose();
        foreach (Task<ChatResponse> task in running) await Assert.ThrowsAsync<ObjectDisposedException>(() => task);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync(Ask("late")));
        client.Dispose();
    }

    [Fact]
    public async Task GetResponse_OptionsWithoutEffect_AreRefused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => model.Client.GetResponseAsync(Ask("a"), new ChatOptions { FrequencyPenalty = 0.5f }));
        await Assert.ThrowsAsync<NotSupportedException>(() => model.Client.GetResponseAsync(Ask("a"), new ChatOptions { Tools = [AIFunctionFactory()] }));

        static AITool AIFunctionFactory() => new HostedWebSearchTool();
    }

    [Fact]
    public void Create_WrongTemplate_SaysWhatToSet()
    {
        var error = Assert.Throws<LocalModelException>(() => Load(new() { ModelPath = model.Path, Template = LocalChatTemplate.Named("no such form") }));
        Assert.Contains("'no such form'", error.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Load(new() { ModelPath = folder["missing.gguf"] }));
    }

    private static LocalModelClient Load(LocalModelOptions options) => new(options);
}
