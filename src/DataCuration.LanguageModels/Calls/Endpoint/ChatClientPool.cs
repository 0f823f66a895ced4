using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// One client made of several that each answer one call at a time, such as the contexts of a model in this process. llama.cpp ends the whole process if a
/// context is used by two calls at once. A call that was cancelled or timed out keeps its client until the client returns.
/// </summary>
/// <remarks>Set <see cref="EndpointOptions.MaxConcurrency"/> to the number of clients: further calls wait here, and their time counts as the model's.</remarks>
/// <example>
/// <code>
/// using DataCuration.LanguageModels;
/// using Microsoft.Extensions.AI;
///
/// // Two servers of one model that each answer one call at a time.
/// IChatClient[] servers =
/// [
///     new ChatCompletionsClient(new Uri("http://127.0.0.1:8001/v1/"), "tiny"),
///     new ChatCompletionsClient(new Uri("http://127.0.0.1:8002/v1/"), "tiny"),
/// ];
/// using var pool = new ChatClientPool(servers);
/// using var endpoint = new LanguageModelEndpoint(pool, new EndpointOptions { Model = "tiny", MaxConcurrency = servers.Length });
/// </code>
/// </example>
public sealed class ChatClientPool : IChatClient
{
    private readonly IChatClient[] clients;
    private readonly Channel<IChatClient> free = Channel.CreateUnbounded<IChatClient>();

    /// <summary>Creates a pool.</summary>
    /// <param name="clients">The clients, at least one. They must be of one model: any of them may answer a call.</param>
    /// <exception cref="ArgumentException">There is no client, or one is there twice.</exception>
    public ChatClientPool(params IReadOnlyList<IChatClient> clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        this.clients = [.. clients];
        if (this.clients.Length == 0 || this.clients.Contains(null!)) throw new ArgumentException("A pool needs at least one client.", nameof(clients));
        if (this.clients.Distinct(ReferenceEqualityComparer.Instance).Count() < this.clients.Length)
            throw new ArgumentException("A client is in the pool twice, and would answer two calls at once.", nameof(clients));
        foreach (IChatClient client in this.clients) free.Writer.TryWrite(client);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        IChatClient client = await TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Return(client);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IChatClient client = await TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
                yield return update;
        }
        finally
        {
            Return(client);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : clients[0].GetService(serviceType, serviceKey);
    }

    /// <summary>
    /// Disposes the clients. A client that is answering a call, also one that was cancelled or timed out, is disposed when it returns. Further calls fail.
    /// </summary>
    public void Dispose()
    {
        free.Writer.TryComplete();
        while (free.Reader.TryRead(out IChatClient? client)) client.Dispose();
    }

    private async Task<IChatClient> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await free.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The pool of clients was disposed.", e);
        }
    }

    private void Return(IChatClient client)
    {
        if (!free.Writer.TryWrite(client)) client.Dispose(); // the pool was disposed meanwhile
    }
}
