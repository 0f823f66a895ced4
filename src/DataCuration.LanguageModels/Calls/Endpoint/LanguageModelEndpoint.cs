using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.LanguageModels;

/// <summary>
/// A language model reached through any <see cref="IChatClient"/>, with limits that all of its callers share. Create one for each server and account. It does
/// not dispose the client.
/// </summary>
/// <remarks>
/// The endpoint retries failed requests. Switch off the client's own retries (OpenAI: <c>RetryPolicy = new ClientRetryPolicy(0)</c>): they do not show in the
/// usage report, ignore waits that the server asked other calls for, and multiply with the endpoint's.
/// </remarks>
public sealed class LanguageModelEndpoint : IDisposable
{
    private readonly TimeProvider time;
    private readonly SemaphoreSlim slots;
    private readonly EndpointHealth health = new();
    private readonly EndpointPause pause;

    /// <summary>Creates an endpoint.</summary>
    /// <param name="client">The client; it must be safe for concurrent use, as chat clients are.</param>
    /// <param name="options">The limits; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system clock.</param>
    /// <param name="logger">Receives messages about pauses. Default: null.</param>
    /// <exception cref="ArgumentException">Neither the options nor the client name a model.</exception>
    public LanguageModelEndpoint(IChatClient client, EndpointOptions? options = null, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        Options = options ?? new EndpointOptions();
        time = timeProvider ?? TimeProvider.System;
        Model = Options.Model.Length > 0 ? Options.Model : (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId
            ?? throw new ArgumentException("The client has no default model. Set EndpointOptions.Model: it is part of a call's key.", nameof(options));
        slots = new SemaphoreSlim(Options.MaxConcurrency);
        pause = new EndpointPause(time, logger ?? NullLogger.Instance);
        RateLimit? requests = Options.RequestsPerMinute is { } requestRate ? new RateLimit(requestRate, time) : null;
        RateLimit? tokens = Options.TokensPerMinute is { } tokenRate ? new RateLimit(tokenRate, time) : null;
        Requests = new RequestPacing(requests, tokens, pause, time, new ClientRequest(client, Options, time));
    }

    /// <summary>The endpoint's options.</summary>
    public EndpointOptions Options { get; }

    /// <summary>The model of calls that name none.</summary>
    public string Model { get; }

    /// <summary>The last steps of a call: waits for the rate limits, then sends one request.</summary>
    internal ITryStep Requests { get; }

    /// <summary>Releases the endpoint's resources, but not the client.</summary>
    public void Dispose() => slots.Dispose();

    /// <summary>Creates the step that takes a slot of the endpoint and passes each try of a call to <paramref name="tries"/>.</summary>
    internal ICallStep WithRetries(ITryStep tries) => new ConcurrencyLimit(slots, new CallRetries(Options, health, pause, time, tries));
}
