using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>
/// A language model with limits that all of its callers share. It is reached by address, which suits every server that speaks the chat-completions protocol,
/// or through any <see cref="IChatClient"/>. Create one for each server and account.
/// </summary>
/// <remarks>
/// The endpoint retries failed requests. Switch off the own retries of a client that you provide
/// (OpenAI: <c>RetryPolicy = new ClientRetryPolicy(0)</c>). They do not show in the usage report, ignore waits that the server asked other calls for, and
/// multiply with the endpoint's.
/// </remarks>
public sealed class LanguageModelEndpoint : IDisposable
{
    private readonly TimeProvider time;
    private readonly SemaphoreSlim slots;
    private readonly EndpointHealth health;
    private readonly EndpointPause pause;
    private readonly EndpointWarnings warnings;
    private readonly IChatClient client;
    private readonly ChatCompletionsClient? owned;

    /// <summary>
    /// Creates an endpoint for a server that speaks the chat-completions protocol of OpenAI: vLLM, SGLang, llama.cpp, Ollama, hosted ones. It uses a
    /// <see cref="ChatCompletionsClient"/>, which reads responses tolerantly.
    /// </summary>
    /// <param name="address">The server's address, such as <c>http://127.0.0.1:8000/v1/</c>.</param>
    /// <param name="options">The limits, and the model's name, which is required here.</param>
    /// <param name="server">The key and other details of the server; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system clock.</param>
    /// <param name="logger">
    /// Receives warnings about pauses, first failures and ignored limits. Null for standard error, or the run of a call's stage
    /// (<see cref="LanguageModelCall.Stage"/>). <c>NullLogger</c> turns them off outside of runs.
    /// </param>
    /// <exception cref="ArgumentException">The address is no HTTP address, or the options name no model.</exception>
    public LanguageModelEndpoint(Uri address, EndpointOptions options, ChatCompletionsOptions? server = null, TimeProvider? timeProvider = null,
        ILogger? logger = null)
        : this(new ChatCompletionsClient(address, options?.Model is { Length: > 0 } model ? model : null, server), options, timeProvider, logger)
    {
        owned = (ChatCompletionsClient)client;
    }

    /// <summary>Creates an endpoint. It does not dispose the client.</summary>
    /// <param name="client">The client; it must be safe for concurrent use, as chat clients are.</param>
    /// <param name="options">The limits; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system clock.</param>
    /// <param name="logger">
    /// Receives warnings about pauses, first failures and ignored limits. Null for standard error, or the run of a call's stage
    /// (<see cref="LanguageModelCall.Stage"/>). <c>NullLogger</c> turns them off outside of runs.
    /// </param>
    /// <exception cref="ArgumentException">Neither the options nor the client name a model.</exception>
    public LanguageModelEndpoint(IChatClient client, EndpointOptions? options = null, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.client = client;
        warnings = new EndpointWarnings(logger);
        Options = options ?? new EndpointOptions();
        time = timeProvider ?? TimeProvider.System;
        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        Model = Options.Model.Length > 0 ? Options.Model : metadata?.DefaultModelId
            ?? throw new ArgumentException("The model has no name. Set EndpointOptions.Model to the server's name for it: it is part of a call's key.",
                nameof(options));
        ExtraFields = (client.GetService(typeof(ChatCompletionsClient)) as ChatCompletionsClient)?.ExtraFields;
        health = new EndpointHealth(metadata?.ProviderUri, time);
        slots = new SemaphoreSlim(Options.MaxConcurrency);
        pause = new EndpointPause(time, warnings);
        RateLimit? requests = Options.RequestsPerMinute is { } requestRate ? new RateLimit(requestRate, time) : null;
        RateLimit? tokens = Options.TokensPerMinute is { } tokenRate ? new RateLimit(tokenRate, time) : null;
        Requests = new RequestPacing(requests, tokens, pause, time, new ClientRequest(client, Options, time, warnings));
    }

    /// <summary>The endpoint's options.</summary>
    public EndpointOptions Options { get; }

    /// <summary>The model of calls that name none.</summary>
    public string Model { get; }

    /// <summary>
    /// The extra fields of every request (<see cref="ChatCompletionsOptions.ExtraFields"/>); null for none. They are part of every call's key. A stage that
    /// asks a model adds them to its fingerprint, as it does with <see cref="Model"/>.
    /// </summary>
    public string? ExtraFields { get; }

    /// <summary>The last steps of a call: waits for the rate limits, then sends one request.</summary>
    internal ITryStep Requests { get; }

    /// <summary>Releases the endpoint's resources, but not a client that was provided.</summary>
    public void Dispose()
    {
        slots.Dispose();
        owned?.Dispose();
    }

    /// <summary>Creates the step that takes a slot of the endpoint and passes each try of a call to <paramref name="tries"/>.</summary>
    /// <param name="tries">The step for each try.</param>
    /// <param name="hasAnswered">Returns true if a model has ever answered.</param>
    internal ICallStep WithRetries(ITryStep tries, Func<string, bool> hasAnswered) =>
        new ConcurrencyLimit(slots, new CallRetries(Options, health, pause, hasAnswered, time, warnings, tries));
}
