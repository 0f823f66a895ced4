using System.Text;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>Sends one request to the chat client and turns its response or exception into a result.</summary>
internal sealed class ClientRequest(IChatClient client, EndpointOptions options, TimeProvider time, EndpointWarnings warnings) : ITryStep
{
    /// <summary>The library's own client reports an incomplete stream itself, and a complete one may lack a finish reason.</summary>
    private readonly bool checksStreams = client.GetService(typeof(ChatCompletionsClient)) is not null;

    private int limitWarnings;

    /// <summary>The maximum length of a model name or finish reason. They are recorded with the answer, so they are bounded like the answer.</summary>
    internal const int MaxNameChars = 1_000;

    public async Task<TryResult> SendAsync(CallTry attempt, CancellationToken cancellationToken)
    {
        LanguageModelCall call = attempt.Pending.Call;
        // Outside the try: an error in our own code is not a failed try.
        ChatOptions chatOptions = call.Parameters.ToChatOptions(attempt.Pending.Model, call.Attempt);
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        long start = time.GetTimestamp();
        try
        {
            Task<ChatResponse> request = options.Streaming ? StreamAsync(call, chatOptions, linked.Token)
                : client.GetResponseAsync(call.Messages, chatOptions, linked.Token);
            // A client that ignores its token is abandoned.
            ChatResponse response = await request.WaitAsync(linked.Token).ConfigureAwait(false);
            return new(Read(attempt.Pending, response, time.GetElapsedTime(start)));
        }
        catch (OverlongAnswerException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new(new CallError(CallFailure.MalformedResponse, e.Message)
            {
                IsOverlong = true,
                PaidInput = e.InputTokens,
                PaidOutput = e.OutputTokens,
            }, e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            DateTimeOffset now = time.GetUtcNow();
            CallError error = timeout.IsCancellationRequested
                ? new(CallFailure.Timeout, $"no answer within {options.Timeout}")
                : options.Classify?.Invoke(e, now) ?? CallErrors.Classify(e, now);
            return new(error with { Message = CallErrors.Shorten(error.Message) }, e);
        }
    }

    private LanguageModelAnswer Read(PendingCall call, ChatResponse response, TimeSpan latency)
    {
        if (response.Messages.Count == 0) throw new InvalidDataException("the response holds no message");
        string text = AnswerText.WellFormed(response.Text ?? "");
        // Servers that do not count tokens report 0. A prompt always has tokens, and so does a text that is not empty.
        long? input = Count(response.Usage?.InputTokenCount) is > 0 and var prompt ? prompt : null;
        long? output = Count(response.Usage?.OutputTokenCount) is { } count && (count > 0 || text.Length == 0) ? count : null;
        if (text.Length > options.MaxAnswerChars)
            throw new OverlongAnswerException($"the answer has {text.Length} characters, the limit is {options.MaxAnswerChars}",
                input, output ?? TokenEstimate.Of(text));
        if (options.Streaming && !checksStreams && response.FinishReason is null) throw new InvalidDataException("the stream ended without a finish reason");
        if (output > call.Call.Parameters.MaxOutputTokens && Interlocked.Increment(ref limitWarnings) == 1)
        {
            warnings.Send(call.Call, "an answer is longer than the call allows",
                logger => EndpointLog.LimitIgnored(logger, call.Model, output.Value, call.Call.Parameters.MaxOutputTokens.Value));
        }
        string reasoning = ReasoningOf(response);
        long textEstimate = TokenEstimate.Of(text), reasoningEstimate = TokenEstimate.Of(reasoning), all = output ?? textEstimate + reasoningEstimate;
        return new()
        {
            Text = text,
            FinishReason = Name(response.FinishReason?.Value),
            Model = call.Model,
            InputTokens = input ?? call.Expected.Input,
            OutputTokens = all,
            ReasoningTokens = Math.Min(all, Count(response.Usage?.ReasoningTokenCount) is > 0 and var thought
                ? thought : TokenEstimate.Share(all, reasoningEstimate, textEstimate + reasoningEstimate)),
            TokensAreEstimated = input is null || output is null,
            CachedInputTokens = Math.Min(input ?? 0, Count(response.Usage?.CachedInputTokenCount) ?? 0),
            ServedBy = Name(response.ModelId),
            Latency = latency,
        };

        static string ReasoningOf(ChatResponse response) =>
            string.Concat(response.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>().Select(content => content.Text));

        static string? Name(string? given) => given is null ? null : AnswerText.OneLine(given, MaxNameChars);

        // An absurd count must not break the budget's sum.
        static long? Count(long? tokens) => tokens is >= 0 and < 1_000_000_000 ? tokens : null;
    }

    private async Task<ChatResponse> StreamAsync(LanguageModelCall call, ChatOptions chatOptions, CancellationToken cancellationToken)
    {
        const int CheckInterval = 1_000;
        var updates = new List<ChatResponseUpdate>();
        var text = new StringBuilder();
        int lastCheck = 0;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(call.Messages, chatOptions, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            text.Append(update.Text);
            // Reasoning comes as updates without text, about one per token, so the number of updates is limited too.
            if (text.Length > options.MaxAnswerChars || updates.Count > options.MaxAnswerChars)
            {
                throw new OverlongAnswerException(
                    $"the answer has more than {options.MaxAnswerChars} characters", null, Math.Max(updates.Count, TokenEstimate.Of(text.ToString())));
            }
            if (text.Length - lastCheck < CheckInterval) continue;
            lastCheck = text.Length;
            int window = Math.Min(text.Length, 4 * CheckInterval);
            if (!AnswerInspection.EndsInLoop(text.ToString(text.Length - window, window), AnswerInspection.MinBrokenOffChars)) continue;
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, text.ToString()))
            {
                FinishReason = new ChatFinishReason("broken_off"),
                ModelId = update.ModelId,
                Usage = UsageSoFar(updates),
            };
        }
        ChatResponse whole = updates.ToChatResponse();
        whole.Usage = LastUsage(updates); // the sum of all reports would count totals several times
        return whole;
    }

    /// <summary>
    /// Returns the last report of each count in a stream. Servers report once, in every event with the totals so far, or the prompt first and the answer last.
    /// </summary>
    private static UsageDetails? LastUsage(List<ChatResponseUpdate> updates)
    {
        UsageDetails? last = null;
        foreach (UsageContent content in updates.SelectMany(update => update.Contents).OfType<UsageContent>())
        {
            last ??= new UsageDetails();
            last.InputTokenCount = Later(last.InputTokenCount, content.Details.InputTokenCount);
            last.OutputTokenCount = Later(last.OutputTokenCount, content.Details.OutputTokenCount);
            last.CachedInputTokenCount = Later(last.CachedInputTokenCount, content.Details.CachedInputTokenCount);
            last.ReasoningTokenCount = Later(last.ReasoningTokenCount, content.Details.ReasoningTokenCount);
        }
        return last;

        static long? Later(long? before, long? later) => later is null || (later == 0 && before > 0) ? before : later;
    }

    /// <summary>
    /// Returns the counts that were reported before a stream was ended. A count of the answer that is smaller than the number of its pieces is older than they
    /// are, and left out.
    /// </summary>
    private static UsageDetails? UsageSoFar(List<ChatResponseUpdate> updates)
    {
        if ((LastUsage(updates) ?? updates[^1].RawRepresentation as UsageDetails) is not { } usage) return null;
        int pieces = updates.Count(update => update.Text.Length > 0);
        return new UsageDetails
        {
            InputTokenCount = usage.InputTokenCount,
            CachedInputTokenCount = usage.CachedInputTokenCount,
            ReasoningTokenCount = usage.ReasoningTokenCount,
            OutputTokenCount = usage.OutputTokenCount >= pieces ? usage.OutputTokenCount : null,
        };
    }

    /// <summary>An answer longer than <see cref="EndpointOptions.MaxAnswerChars"/>, which a document can provoke.</summary>
    private sealed class OverlongAnswerException(string message, long? inputTokens, long outputTokens) : FormatException(message)
    {
        public long? InputTokens { get; } = inputTokens;

        public long OutputTokens { get; } = outputTokens;
    }
}
