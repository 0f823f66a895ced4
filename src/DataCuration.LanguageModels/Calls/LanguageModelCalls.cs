using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// The way to language models for all stages: a call that is in the ledger costs nothing, any other goes to the endpoint within its limits and the budget, and is recorded before its answer is used. Share one
/// instance among the stages of a run. It disposes neither the ledger nor the endpoint.
/// </summary>
/// <remarks>Answers come back in any order; a stage's results keep the documents' order (<see cref="AsyncDocumentTransform.MaxConcurrency"/>).</remarks>
public sealed class LanguageModelCalls
{
    private readonly ConcurrentDictionary<(string Task, string Model), UsageCounter> usage = new();
    private readonly BudgetGate budget;

    /// <summary>Makes the layer.</summary>
    /// <param name="endpoint">Where calls go.</param>
    /// <param name="ledger">Where answers are recorded.</param>
    /// <param name="options">Budget and prices; null for none.</param>
    public LanguageModelCalls(LanguageModelEndpoint endpoint, CallLedger ledger, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(ledger);
        Endpoint = endpoint;
        Ledger = ledger;
        Options = options ?? new CallOptions();
        budget = new BudgetGate(Options.Budget, Options.Prices, ledger);
    }

    /// <summary>Where calls go.</summary>
    public LanguageModelEndpoint Endpoint { get; }

    /// <summary>Where answers are recorded.</summary>
    public CallLedger Ledger { get; }

    /// <summary>Budget and prices.</summary>
    public CallOptions Options { get; }

    /// <summary>What was called so far by this object, and what has been spent on the ledger in all.</summary>
    public UsageReport Report()
    {
        (long tokens, decimal cost) = budget.Spent;
        return new([.. usage.OrderBy(pair => pair.Key.Task, StringComparer.Ordinal).ThenBy(pair => pair.Key.Model, StringComparer.Ordinal).Select(pair => pair.Value.ToLine((model, counts) => budget.CostOf(model, counts)))], tokens, cost);
    }

    /// <summary>Answers a call, from the ledger or from the model. What is wrong with the answer itself is not judged: see <see cref="LanguageModelAnswer.Problem"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LanguageModelCallException">No answer came, for this document's sake or in all of the tries.</exception>
    /// <exception cref="RunStoppedException">The budget is spent (<see cref="BudgetExhaustedException"/>), the endpoint is not available (<see cref="EndpointUnavailableException"/>), or the ledger cannot be written.</exception>
    public Task<LanguageModelAnswer> CallAsync(LanguageModelCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.RequireText();
        return CallAsync(call, isRepair: false, cancellationToken);
    }

    /// <summary>Answers a call with something that a parser can read; the model is told what is wrong with answers that it cannot.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parser">Reads the answer.</param>
    /// <param name="repair">How often it may be put right; null for <see cref="RepairOptions.Default"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <typeparam name="T">What is read.</typeparam>
    /// <exception cref="AnswerRejectedException">No answer could be read.</exception>
    /// <exception cref="LanguageModelCallException">No answer came.</exception>
    /// <exception cref="RunStoppedException">Nothing can go on; see <see cref="CallAsync(LanguageModelCall, CancellationToken)"/>.</exception>
    public async Task<StructuredAnswer<T>> CallAsync<T>(LanguageModelCall call, AnswerParser<T> parser, RepairOptions? repair = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(parser);
        call.RequireText();
        repair ??= RepairOptions.Default;
        LanguageModelCall current = call;
        for (int repairs = 0; ; repairs++)
        {
            LanguageModelAnswer answer = await CallAsync(current, isRepair: repairs > 0, cancellationToken).ConfigureAwait(false);
            AnswerProblem problem = answer.Problem;
            // An answer that reads well is taken even if it looks odd (one that fills its limit to the last token, say), but for one that the server took back.
            ParsedAnswer<T> parsed = problem == AnswerProblem.Filtered ? ParsedAnswers.Wrong<T>("filtered", "it was taken back by a content filter") : parser(answer.Text);
            if (parsed.IsParsed) return new(parsed.Value, answer, repairs);
            if (repairs >= repair.MaxRepairs || problem == AnswerProblem.Filtered || (problem == AnswerProblem.Refusal && !repair.AfterRefusal)) throw Reject(call, answer, problem, parsed.ErrorCode, parsed.Error, repairs);
            // Not a growing conversation: each repair sees the question, the last answer and what is wrong with it.
            string quoted = answer.Text.Length <= repair.MaxQuotedChars ? answer.Text : AnswerText.WellFormed(answer.Text[..repair.MaxQuotedChars]);
            ChatMessage told = new(ChatRole.User, repair.Instruction.Replace("{error}", parsed.Error, StringComparison.Ordinal));
            current = call with { Repair = repairs + 1, Messages = string.IsNullOrWhiteSpace(quoted) ? [.. call.Messages, told] : [.. call.Messages, new ChatMessage(ChatRole.Assistant, quoted), told] };
        }
    }

    private AnswerRejectedException Reject(LanguageModelCall call, LanguageModelAnswer answer, AnswerProblem problem, string code, string error, int repairs)
    {
        const int ShownChars = 200;
        string reason = problem switch
        {
            AnswerProblem.None => code,
            AnswerProblem.CutOff => "cut_off",
            _ => problem.ToString().ToLowerInvariant(),
        };
        Counter(call.Task, answer.Model).Fail(reason);
        string start = AnswerText.OneLine(answer.Text, ShownChars);
        return new AnswerRejectedException($"Task '{call.Task}', document '{call.DocumentId}': {reason}: {error} (after {repairs} repairs; the last answer begins '{start}')")
        {
            Reason = reason,
            Problem = problem,
            Repairs = repairs,
            AnswerStart = start,
        };
    }

    private async Task<LanguageModelAnswer> CallAsync(LanguageModelCall call, bool isRepair, CancellationToken cancellationToken)
    {
        string model = call.Model ?? Endpoint.Model;
        call.RequireRecordable(model);
        UInt128 key = call.KeyFor(model);
        UsageCounter counter = Counter(call.Task, model);
        counter.Call(isRepair);
        while (true)
        {
            var done = new TaskCompletionSource<LanguageModelCallException?>(TaskCreationOptions.RunContinuationsAsynchronously);
            LanguageModelCallException? failure = null;
            // Two documents of one id and text make the same call, through this object or another one on the ledger: the second waits for the first's answer instead of paying for another, and shares its failure. Where the first was called off, the second goes on.
            Task<LanguageModelCallException?> other = Ledger.UnderWay.GetOrAdd(key, done.Task);
            if (other != done.Task)
            {
                if (await other.WaitAsync(cancellationToken).ConfigureAwait(false) is not { } shared) continue;
                counter.Fail(shared.Failure.ToString());
                throw new LanguageModelCallException(shared.Message, shared) { Failure = shared.Failure, Tries = shared.Tries };
            }
            try
            {
                if (Find(key) is { } known)
                {
                    counter.Hit();
                    return known;
                }
                return await SendAsync(call, model, key, counter, cancellationToken).ConfigureAwait(false);
            }
            catch (LanguageModelCallException e)
            {
                failure = e;
                throw;
            }
            finally
            {
                Ledger.UnderWay.TryRemove(key, out _);
                done.SetResult(failure);
            }
        }
    }

    private async Task<LanguageModelAnswer> SendAsync(LanguageModelCall call, string model, UInt128 key, UsageCounter counter, CancellationToken cancellationToken)
    {
        var expected = new TokenCounts(CountInput(call), call.Parameters.MaxOutputTokens ?? Options.EstimatedOutputTokens);
        bool isReserved = false;
        LanguageModelAnswer? answer = null;
        try
        {
            await Endpoint.SendAsync(call, model, key, expected.Total, ReserveAsync, Answered, FailedTry, cancellationToken).ConfigureAwait(false);
            return answer!;
        }
        catch (LanguageModelCallException e)
        {
            counter.Fail(e.Failure.ToString());
            throw;
        }
        finally
        {
            Release();
        }

        async ValueTask ReserveAsync(CancellationToken token)
        {
            Ledger.RequireWritable();
            await budget.ReserveAsync(model, expected, token).ConfigureAwait(false);
            isReserved = true;
            Ledger.RequireWritable(); // it may have waited long for the budget
        }

        void Answered(EndpointResponse response)
        {
            answer = new LanguageModelAnswer(response.Text, response.FinishReason, model, response.InputTokens ?? expected.Input, response.OutputTokens ?? TokenEstimate.Of(response.Text))
            {
                TokensAreEstimated = response.InputTokens is null || response.OutputTokens is null,
                CachedInputTokens = response.CachedInputTokens,
                ServedBy = response.ServedBy,
                Latency = response.Latency,
            };
            budget.Spend(model, new(answer.InputTokens, answer.OutputTokens, answer.CachedInputTokens));
            counter.Answer(answer);
            Ledger.Record(key, new(call.DocumentId, call.Task, call.PromptVersion, call.Attempt, call.Parameters.ToString(), answer));
        }

        void FailedTry(CallError error, bool again)
        {
            // Of an answer that was lost nobody knows how long it had become: it is taken to be as long as it was allowed to be.
            TokenCounts paid = error.PaidOutput is { } output ? new(error.PaidInput ?? expected.Input, output) : default;
            TokenCounts uncertain = error.PaidOutput is null && error.MayHaveBeenPaid ? expected : default;
            if (paid.Total + uncertain.Total > 0) budget.Spend(model, paid + uncertain);
            Release(); // the next try has to fit beside what this one may have cost
            counter.FailedTry(again, paid, uncertain.Total);
        }

        void Release()
        {
            if (isReserved) budget.Release(model, expected);
            isReserved = false;
        }
    }

    private LanguageModelAnswer? Find(UInt128 key)
    {
        try
        {
            return Ledger.Find(key);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new RunStoppedException($"The ledger '{Ledger.Folder}' cannot be read: {e.Message}", e);
        }
    }

    private long CountInput(LanguageModelCall call)
    {
        if (Options.TokenEncoder is not { } encoder) return TokenEstimate.Of(call.Messages);
        var tokens = new List<int>();
        foreach (ChatMessage message in call.Messages) encoder.Encode(System.Text.Encoding.UTF8.GetBytes(message.Text), tokens);
        return tokens.Count + 8L * call.Messages.Count;
    }

    private UsageCounter Counter(string task, string model) => usage.GetOrAdd((task, model), static pair => new UsageCounter(pair.Task, pair.Model));
}
