using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

public sealed class ChatClientPoolTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task Call_ManyAtOnce_UsesEachClientForOneCallAtATime(int clients, bool streaming)
    {
        loopback.Server.Delay = TimeSpan.FromMilliseconds(20);
        using var pool = new ChatClientPool([.. Enumerable.Range(0, clients).Select(_ => Loopback.OwnClient(loopback.Server.Address))]);
        EndpointOptions options = Loopback.Quick with { Model = "loopback", MaxConcurrency = 16, Streaming = streaming };
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), pool, options);
        LanguageModelAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => calls.CallAsync(Loopback.Call($"question {i}", $"d{i}"))));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"echo: question {i}"), answers.Select(answer => answer.Text));
        Assert.Equal(clients, loopback.Server.MostInFlight);
    }

    [Fact]
    public async Task Call_Cancelled_GivesTheClientBack()
    {
        loopback.Server.Delay = TimeSpan.FromSeconds(30);
        using var pool = new ChatClientPool(Loopback.OwnClient(loopback.Server.Address));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        ChatMessage[] messages = [new(ChatRole.User, "question")];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.GetResponseAsync(messages, cancellationToken: stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.GetResponseAsync(messages, cancellationToken: stop.Token)); // none is waited for
        loopback.Server.Delay = TimeSpan.Zero;
        Assert.Equal("echo: question", (await pool.GetResponseAsync(messages)).Text);
    }

    [Fact]
    public async Task Dispose_WhileACallRuns_LetsItEndAndRefusesOthers()
    {
        var started = new TaskCompletionSource();
        loopback.Server.OnRequest = _ => started.TrySetResult();
        loopback.Server.Delay = TimeSpan.FromMilliseconds(200);
        var pool = new ChatClientPool(Loopback.OwnClient(loopback.Server.Address));
        ChatMessage[] messages = [new(ChatRole.User, "question")];
        Task<ChatResponse> running = pool.GetResponseAsync(messages);
        await started.Task;
        Task<ChatResponse> waiting = pool.GetResponseAsync(messages);
        pool.Dispose();
        Assert.Equal("echo: question", (await running).Text);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.GetResponseAsync(messages));
    }

    [Fact]
    public void GetService_OfAClient_IsFoundThroughThePool()
    {
        using var pool = new ChatClientPool(Loopback.OwnClient(loopback.Server.Address));
        Assert.Same(pool, pool.GetService(typeof(ChatClientPool)));
        Assert.IsType<ChatCompletionsClient>(pool.GetService(typeof(ChatCompletionsClient)));
        Assert.Equal("loopback", Assert.IsType<ChatClientMetadata>(pool.GetService(typeof(ChatClientMetadata))).DefaultModelId);
    }

    [Fact]
    public void Create_NoneOrTheSameTwice_IsRefused()
    {
        IChatClient client = Loopback.OwnClient(loopback.Server.Address);
        Assert.Throws<ArgumentException>(() => new ChatClientPool());
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new ChatClientPool(client, client)).Message, StringComparison.Ordinal);
    }
}
