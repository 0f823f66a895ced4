using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>A chat client that answers or fails on a test's command.</summary>
internal sealed class ScriptedClient : IChatClient
{
    private readonly Queue<TaskCompletionSource<ChatResponse>> waiting = new();
    private int requests;

    public int Requests => Volatile.Read(ref requests);

    public bool AnswersAtOnce { get; set; }

    public UsageDetails? Usage { get; init; }

    public Action<string>? OnRequest { get; init; }

    public void Fail(Exception exception)
    {
        lock (waiting) waiting.Dequeue().SetException(exception);
    }

    public void AnswerAll()
    {
        lock (waiting)
            while (waiting.TryDequeue(out TaskCompletionSource<ChatResponse>? response)) response.SetResult(Answer());
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref requests);
        OnRequest?.Invoke(messages.Last().Text);
        var response = new TaskCompletionSource<ChatResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (AnswersAtOnce) response.SetResult(Answer());
        else lock (waiting) waiting.Enqueue(response);
        return response.Task;
    }

    private ChatResponse Answer() => new(new ChatMessage(ChatRole.Assistant, "fine")) { Usage = Usage };

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
