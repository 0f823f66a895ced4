using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// The entry point for language-model calls of all stages. A call found in the ledger costs nothing. Any other call goes to the endpoint, within its limits and
/// the budget, and is recorded before its answer is used. Share one instance among the stages of a run. It disposes neither the ledger nor the endpoint.
/// </summary>
/// <remarks>Answers arrive in any order; a stage's results keep the documents' order (<see cref="AsyncDocumentTransform.MaxConcurrency"/>).</remarks>
public sealed class LanguageModelCalls
{
    private readonly UsageCounters usage = new();
    private readonly CallEstimator estimator;
    private readonly BudgetGate budget;
    private readonly KnownAnswers chain;

    /// <summary>Creates the call layer.</summary>
    /// <param name="endpoint">The endpoint that calls are sent to.</param>
    /// <param name="ledger">The ledger that answers are recorded in.</param>
    /// <param name="options">The budget and prices; null for the defaults.</param>
    public LanguageModelCalls(LanguageModelEndpoint endpoint, CallLedger ledger, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(ledger);
        Endpoint = endpoint;
        Ledger = ledger;
        Options = options ?? new CallOptions();
        estimator = new CallEstimator(Options.TokenEncoder, Options.EstimatedOutputTokens);
        budget = new BudgetGate(Options.Budget, Options.Prices, ledger.Spending, ledger.Folder);
        // A call: ledger -> slot of the endpoint -> retries. Each try: budget -> recording -> usage -> rates -> request.
        // Recording is inside the reservation and the slot: neither is free for another call before the answer is on disk.
        ITryStep tries = new BudgetReservation(budget, new AnswerRecorder(ledger, new UsageMeter(budget, usage, endpoint.Requests)));
        chain = new KnownAnswers(ledger, usage, endpoint.WithRetries(tries, ledger.HasAnswerOf));
    }

    /// <summary>The endpoint that calls are sent to.</summary>
    public LanguageModelEndpoint Endpoint { get; }

    /// <summary>The ledger that answers are recorded in.</summary>
    public CallLedger Ledger { get; }

    /// <summary>The budget and prices.</summary>
    public CallOptions Options { get; }

    /// <summary>
    /// Writes what the answers to a stage's calls depend on, apart from the stage's own prompts and parameters: the model, the fields that the endpoint adds to
    /// requests, and whether reasoning is removed. A stage that calls a model adds it to its fingerprint.
    /// </summary>
    /// <param name="writer">The fingerprint.</param>
    /// <param name="model">The model that the stage names; null for the endpoint's.</param>
    public void Describe(FingerprintWriter writer, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("Model", model ?? Endpoint.Model);
        if (Endpoint.ExtraFields is { } extra) writer.Add(nameof(ChatCompletionsOptions.ExtraFields), extra);
        if (!Options.RemoveReasoning) writer.Add(nameof(CallOptions.RemoveReasoning), false);
    }

    /// <summary>Returns the usage of this object's calls so far, and the spending of all calls on the ledger.</summary>
    public UsageReport Report()
    {
        (long tokens, decimal cost) = budget.Spent;
        return new(usage.ToLines((model, counts) => budget.CostOf(model, counts)), tokens, cost);
    }

    /// <summary>
    /// Answers a call from the ledger or by the model. It does not check the answer's content: see <see cref="LanguageModelAnswer.Problem"/>.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="LanguageModelCallException">The server rejected the request, or the call failed in all of its tries.</exception>
    /// <exception cref="RunStoppedException">
    /// The budget is spent (<see cref="BudgetExhaustedException"/>), the endpoint is not available (<see cref="EndpointUnavailableException"/>), or the ledger
    /// cannot be written.
    /// </exception>
    public Task<LanguageModelAnswer> CallAsync(LanguageModelCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.RequireText();
        return SendAsync(call, cancellationToken);
    }

    /// <summary>Answers a call and parses the answer. If the answer cannot be parsed, the model is shown the error and asked again.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parser">Parses the answer.</param>
    /// <param name="repair">The repair options; null for <see cref="RepairOptions.Default"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <typeparam name="T">The type of the parsed value.</typeparam>
    /// <exception cref="AnswerRejectedException">No answer could be parsed.</exception>
    /// <exception cref="LanguageModelCallException">No answer was received.</exception>
    /// <exception cref="RunStoppedException">The run cannot continue; see <see cref="CallAsync(LanguageModelCall, CancellationToken)"/>.</exception>
    public async Task<StructuredAnswer<T>> CallAsync<T>(
        LanguageModelCall call, AnswerParser<T> parser, RepairOptions? repair = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(parser);
        call.RequireText();
        repair ??= RepairOptions.Default;
        LanguageModelCall current = call;
        for (int repairs = 0; ; repairs++)
        {
            LanguageModelAnswer answer = await SendAsync(current, cancellationToken).ConfigureAwait(false);
            AnswerProblem problem = answer.Problem;
            // An answer that parses is accepted even if it looks odd (one that uses its last token, for example), unless a content filter removed it.
            ParsedAnswer<T> parsed = problem == AnswerProblem.Filtered
                ? ParsedAnswers.Wrong<T>("filtered", "it was removed by a content filter")
                : parser(answer.Text);
            if (parsed.IsParsed) return new(parsed.Value, answer, repairs);
            bool isFinal = problem == AnswerProblem.Filtered || (problem == AnswerProblem.Refusal && !repair.AfterRefusal);
            if (isFinal || repairs >= repair.MaxRepairs) throw Reject(call, answer, problem, parsed.ErrorCode, parsed.Error, repairs);
            current = RepairOf(call, answer, parsed.Error, repair) with { Repair = repairs + 1 };
        }
    }

    /// <summary>
    /// Builds a repair call from the question, the last answer and its error. Earlier repairs are left out, so the conversation does not grow.
    /// </summary>
    private static LanguageModelCall RepairOf(LanguageModelCall call, LanguageModelAnswer answer, string error, RepairOptions repair)
    {
        string quoted = answer.Text.Length <= repair.MaxQuotedChars ? answer.Text : AnswerText.WellFormed(answer.Text[..repair.MaxQuotedChars]);
        ChatMessage instruction = new(ChatRole.User, repair.Instruction.Replace("{error}", error, StringComparison.Ordinal));
        return call with
        {
            Messages = string.IsNullOrWhiteSpace(quoted)
                ? [.. call.Messages, instruction]
                : [.. call.Messages, new ChatMessage(ChatRole.Assistant, quoted), instruction],
        };
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
        usage.For(call.Task, answer.Model).AddFailedCall(reason);
        string start = AnswerText.OneLine(answer.Text, ShownChars);
        return new AnswerRejectedException(
            $"Task '{call.Task}', document '{call.DocumentId}': {reason}: {error} (after {repairs} repairs; the last answer starts with '{start}')")
        {
            Reason = reason,
            Problem = problem,
            Repairs = repairs,
            AnswerStart = start,
        };
    }

    private static LanguageModelAnswer WithoutReasoning(LanguageModelAnswer answer)
    {
        string text = Reasoning.Remove(answer.Text);
        if (text.Length == answer.Text.Length) return answer;
        long all = TokenEstimate.Of(answer.Text), rest = TokenEstimate.Of(text);
        // A server that also counts its reasoning counts this one.
        long removed = Math.Max(answer.ReasoningTokens, TokenEstimate.Share(answer.OutputTokens, all - rest, all));
        return answer with { Text = text, ReasoningTokens = removed };
    }

    private async Task<LanguageModelAnswer> SendAsync(LanguageModelCall call, CancellationToken cancellationToken)
    {
        string model = call.Model ?? Endpoint.Model;
        call.RequireRecordable(model, Endpoint.ExtraFields);
        UsageCounter counter = usage.For(call.Task, model);
        counter.AddCall(isRepair: call.Repair > 0);
        try
        {
            LanguageModelAnswer answer =
                await chain.SendAsync(new PendingCall(call, model, Endpoint.ExtraFields, estimator), cancellationToken).ConfigureAwait(false);
            return Options.RemoveReasoning ? WithoutReasoning(answer) : answer;
        }
        catch (LanguageModelCallException e)
        {
            counter.AddFailedCall(e.Failure.ToString());
            throw;
        }
    }
}
