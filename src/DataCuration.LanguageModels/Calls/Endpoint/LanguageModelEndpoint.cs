using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.LanguageModels;

/// <summary>
/// A language model behind any <see cref="IChatClient"/>, with the limits that hold for all who call it: make one for each server and account, and share it. It does not dispose the client.
/// </summary>
/// <remarks>
/// Retries are its business. Clients that have retries of their own should have them switched off (OpenAI: <c>RetryPolicy = new ClientRetryPolicy(0)</c>); left on, they hide what they did from the
/// usage report, know nothing of waits that other calls were told of, and multiply with those made here.
/// </remarks>
public sealed class LanguageModelEndpoint : IDisposable
{
    /// <summary>More of a model's name or a finish reason is not kept.</summary>
    internal const int MaxNameChars = 1_000;

    private readonly IChatClient client;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SemaphoreSlim slots;
    private readonly RateLimit? requests;
    private readonly RateLimit? tokens;
    private readonly long origin;
    private long pausedUntil; // ticks of TimeSpan since origin
    private int failedInARow;
    private string? outage;

    /// <summary>Makes an endpoint.</summary>
    /// <param name="client">The client; safe for concurrent use, as chat clients are.</param>
    /// <param name="options">The limits; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Told about pauses; null for nobody.</param>
    /// <exception cref="ArgumentException">Neither the options nor the client name a model.</exception>
    public LanguageModelEndpoint(IChatClient client, EndpointOptions? options = null, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.client = client;
        Options = options ?? new EndpointOptions();
        time = timeProvider ?? TimeProvider.System;
        this.logger = logger ?? NullLogger.Instance;
        Model = Options.Model.Length > 0 ? Options.Model : (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId
            ?? throw new ArgumentException("The client names no default model: set EndpointOptions.Model, since a call's key needs one.", nameof(options));
        slots = new SemaphoreSlim(Options.MaxConcurrency);
        if (Options.RequestsPerMinute is { } requestRate) requests = new RateLimit(requestRate, time);
        if (Options.TokensPerMinute is { } tokenRate) tokens = new RateLimit(tokenRate, time);
        origin = time.GetTimestamp();
    }

    /// <summary>Its options.</summary>
    public EndpointOptions Options { get; }

    /// <summary>The model of calls that name none.</summary>
    public string Model { get; }

    /// <summary>Frees what it holds; the client lives on.</summary>
    public void Dispose() => slots.Dispose();

    /// <summary>Sends a call until it is answered, its tries are used up, or it proves hopeless.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">Its model.</param>
    /// <param name="key">Its key, from which the waits are drawn.</param>
    /// <param name="estimatedTokens">Prompt and answer, as far as can be told.</param>
    /// <param name="begin">Called once a slot is free, before each try; it may wait or throw.</param>
    /// <param name="answered">Told about the answer before its slot is free again: no more calls than there are slots are ever sent and not dealt with.</param>
    /// <param name="failedTry">Told about every try that failed, and whether there will be another.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    internal async Task SendAsync(
        LanguageModelCall call, string model, UInt128 key, long estimatedTokens, Func<CancellationToken, ValueTask> begin, Action<EndpointResponse> answered, Action<CallError, bool> failedTry, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int tries = 1; ; tries++)
            {
                if (Volatile.Read(ref outage) is { } reason) throw new EndpointUnavailableException(reason);
                await begin(cancellationToken).ConfigureAwait(false);
                await WaitForTurnAsync(estimatedTokens, cancellationToken).ConfigureAwait(false);
                (EndpointResponse? response, CallError? error, Exception? cause) = await TryAsync(call, model, cancellationToken).ConfigureAwait(false);
                if (response is not null)
                {
                    Volatile.Write(ref failedInARow, 0);
                    if (response.InputTokens is { } input && response.OutputTokens is { } output) tokens?.Return(estimatedTokens - input - output);
                    answered(response);
                    return;
                }
                bool again = error!.IsTransient && tries < Options.MaxTries;
                failedTry(error, again);
                if (!again) throw Fail(call, model, error, tries, cause!);
                await BackOffAsync(call, model, key, tries, error, cause!, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Half of the wait is fixed, half is drawn from the call's key: calls that failed together do not come back together, and a rerun waits the same.</summary>
    internal TimeSpan RetryDelay(UInt128 key, int tries)
    {
        double longest = Math.Min(Options.MaxRetryDelay.TotalSeconds, Options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 30)));
        var random = new SeededRandom(unchecked((ulong)key ^ (ulong)(key >> 64) ^ ((ulong)tries * 0x9E3779B97F4A7C15UL)));
        return TimeSpan.FromSeconds(longest * (0.5 + 0.5 * random.NextDouble()));
    }

    private async Task BackOffAsync(LanguageModelCall call, string model, UInt128 key, int tries, CallError error, Exception cause, CancellationToken cancellationToken)
    {
        TimeSpan delay = RetryDelay(key, tries);
        if (error.RetryAfter is { } asked)
        {
            if (asked > Options.MaxRetryAfter) throw Stop(model, error, $"it asks to wait for {asked}, the longest wait allowed is {Options.MaxRetryAfter} ({nameof(EndpointOptions.MaxRetryAfter)})", cause);
            // What one call is told holds for all of them; each comes back a little later than the others.
            if (error.Failure == CallFailure.RateLimited) Pause(model, asked, error.Message);
            // What is asked for is the least, not a leave to come back at once: servers send 0, and dates that are past by our clock.
            TimeSpan spread = asked + TimeSpan.FromTicks((long)(0.1 * Math.Min(delay.Ticks, asked.Ticks)));
            if (spread > delay) delay = spread;
        }
        await DelayAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    private void Pause(string model, TimeSpan length, string reason)
    {
        long until = (time.GetElapsedTime(origin) + length).Ticks;
        long known = Volatile.Read(ref pausedUntil);
        while (until > known)
        {
            long seen = Interlocked.CompareExchange(ref pausedUntil, until, known);
            if (seen == known)
            {
                if (until - known > TimeSpan.TicksPerSecond) CallLog.Paused(logger, model, length.TotalSeconds, reason);
                return;
            }
            known = seen;
        }
    }

    private async ValueTask WaitForTurnAsync(long estimatedTokens, CancellationToken cancellationToken)
    {
        await WaitForPauseAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan wait = requests?.Take(1) ?? TimeSpan.Zero;
        TimeSpan tokenWait = tokens?.Take(estimatedTokens) ?? TimeSpan.Zero;
        if (tokenWait > wait) wait = tokenWait;
        if (wait <= TimeSpan.Zero) return;
        do
        {
            // After a pause that another call was told of in the meantime, each waits as long again as it had to: they had their turns one after the other, and would all leave at once.
            await WaitForPauseAsync(cancellationToken).ConfigureAwait(false);
            await DelayAsync(wait, cancellationToken).ConfigureAwait(false);
        }
        while (PauseLeft > TimeSpan.Zero);
    }

    private TimeSpan PauseLeft => TimeSpan.FromTicks(Volatile.Read(ref pausedUntil)) - time.GetElapsedTime(origin);

    private async ValueTask WaitForPauseAsync(CancellationToken cancellationToken)
    {
        while (PauseLeft is var pause && pause > TimeSpan.Zero) await DelayAsync(pause, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A wait of any length: that of a low rate may be longer than a timer takes (49 days).</summary>
    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        TimeSpan most = TimeSpan.FromDays(30);
        for (; delay > most; delay -= most) await Task.Delay(most, time, cancellationToken).ConfigureAwait(false);
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(EndpointResponse? Response, CallError? Error, Exception? Cause)> TryAsync(LanguageModelCall call, string model, CancellationToken cancellationToken)
    {
        ChatOptions chatOptions = call.Parameters.ToChatOptions(model); // outside of what counts as a try: nothing of our own is a fault of the server's
        using var timeout = new CancellationTokenSource(Options.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        long start = time.GetTimestamp();
        try
        {
            Task<ChatResponse> request = Options.Streaming ? StreamAsync(call, chatOptions, linked.Token) : client.GetResponseAsync(call.Messages, chatOptions, linked.Token);
            // A client that does not heed its token is left behind.
            ChatResponse response = await request.WaitAsync(linked.Token).ConfigureAwait(false);
            return (Read(response, time.GetElapsedTime(start)), null, null);
        }
        catch (OverlongAnswerException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new(CallFailure.MalformedResponse, e.Message) { PaidInput = e.InputTokens, PaidOutput = e.OutputTokens }, e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            DateTimeOffset now = time.GetUtcNow();
            CallError error = timeout.IsCancellationRequested
                ? new(CallFailure.Timeout, $"no answer within {Options.Timeout}")
                : Options.Classify?.Invoke(e, now) ?? CallErrors.Classify(e, now);
            return (null, error with { Message = CallErrors.Shorten(error.Message) }, e);
        }
    }

    private EndpointResponse Read(ChatResponse response, TimeSpan latency)
    {
        if (response.Messages.Count == 0) throw new InvalidDataException("the response holds no message");
        string text = AnswerText.WellFormed(response.Text ?? "");
        // Servers that do not count say 0: no prompt has no tokens, and no text is made of none.
        long? input = Count(response.Usage?.InputTokenCount) is > 0 and var prompt ? prompt : null;
        long? output = Count(response.Usage?.OutputTokenCount) is { } count && (count > 0 || text.Length == 0) ? count : null;
        if (text.Length > Options.MaxAnswerChars) throw new OverlongAnswerException($"the answer has {text.Length} characters, the limit is {Options.MaxAnswerChars}", input, output ?? TokenEstimate.Of(text));
        if (Options.Streaming && response.FinishReason is null) throw new InvalidDataException("the stream ended without saying why");
        long cached = Math.Min(input ?? 0, Count(response.Usage?.CachedInputTokenCount) ?? 0);
        return new(text, Name(response.FinishReason?.Value), Name(response.ModelId), input, output, cached, latency);

        static string? Name(string? given) => given is null ? null : AnswerText.OneLine(given, MaxNameChars); // recorded beside the answer: as bounded as the answer is
        static long? Count(long? tokens) => tokens is >= 0 and < 1_000_000_000 ? tokens : null; // no server's number may upset a budget's sum
    }

    private async Task<ChatResponse> StreamAsync(LanguageModelCall call, ChatOptions chatOptions, CancellationToken cancellationToken)
    {
        const int LookEvery = 1_000;
        var updates = new List<ChatResponseUpdate>();
        var text = new StringBuilder();
        int looked = 0;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(call.Messages, chatOptions, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            text.Append(update.Text);
            if (text.Length > Options.MaxAnswerChars || updates.Count > Options.MaxAnswerChars) // thoughts are updates without a text, about one for each token
                throw new OverlongAnswerException($"the answer has more than {Options.MaxAnswerChars} characters", null, Math.Max(updates.Count, TokenEstimate.Of(text.ToString())));
            if (text.Length - looked < LookEvery) continue;
            looked = text.Length;
            int window = Math.Min(text.Length, 4 * LookEvery);
            if (!AnswerInspection.EndsInLoop(text.ToString(text.Length - window, window), AnswerInspection.MinBrokenOffChars)) continue;
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, text.ToString())) { FinishReason = new ChatFinishReason("broken_off"), ModelId = update.ModelId };
        }
        return updates.ToChatResponse();
    }

    private Exception Fail(LanguageModelCall call, string model, CallError error, int tries, Exception cause)
    {
        if (error.Failure == CallFailure.Refused) return Stop(model, error, "it takes none of our requests", cause);
        // A refused request and an endless answer are this document's doing; everything else would befall the next one as well.
        if (error.Failure != CallFailure.BadRequest && error.PaidOutput is null && Interlocked.Increment(ref failedInARow) >= Options.MaxFailedCallsInARow)
            return Stop(model, error, $"{Options.MaxFailedCallsInARow} calls in a row failed in all of their tries ({nameof(EndpointOptions.MaxFailedCallsInARow)})", cause);
        return new LanguageModelCallException($"Task '{call.Task}', document '{call.DocumentId}': {error.Failure} after {tries} {(tries == 1 ? "try" : "tries")}: {error.Message}", CallErrors.Redacted(cause)) { Failure = error.Failure, Tries = tries };
    }

    private EndpointUnavailableException Stop(string model, CallError error, string why, Exception cause)
    {
        string message = $"The endpoint of '{model}' is not available: {why}. Last: {error.Failure}: {error.Message}. All answers so far are in the ledger; run again when it is back.";
        Volatile.Write(ref outage, message); // calls that wait for their next try stop too
        return new EndpointUnavailableException(message, CallErrors.Redacted(cause)) { Failure = error.Failure };
    }

    /// <summary>An answer beyond <see cref="EndpointOptions.MaxAnswerChars"/>, which a document can bring about.</summary>
    private sealed class OverlongAnswerException(string message, long? inputTokens, long outputTokens) : FormatException(message)
    {
        public long? InputTokens { get; } = inputTokens;

        public long OutputTokens { get; } = outputTokens;
    }
}
