namespace DataCuration.LanguageModels;

/// <summary>
/// The tokens that the calls on one ledger have used or reserved, by model. It belongs to the ledger rather than to a <c>LanguageModelCalls</c> object, so that
/// a run with several endpoints shares one budget. Callers must hold <see cref="Gate"/>.
/// </summary>
internal sealed class CallSpending
{
    private readonly Dictionary<string, TokenCounts> spent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenCounts> reserved = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunStoppedException? closed;

    public Lock Gate { get; } = new();

    /// <summary>The prices of all objects on the ledger. If two give a price for a model, the first is kept.</summary>
    public Dictionary<string, ModelPrice> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>True if any object on the ledger has a budget in money.</summary>
    public bool IsInMoney { get; set; }

    /// <summary>The recorded tokens and those of lost answers, by model.</summary>
    public IReadOnlyDictionary<string, TokenCounts> Spent => spent;

    /// <summary>The reserved tokens of calls in flight, by model.</summary>
    public IReadOnlyDictionary<string, TokenCounts> Reserved => reserved;

    /// <summary>A task that completes at the next release of a reservation.</summary>
    public Task Changed => changed.Task;

    /// <summary>Ends all spending: answers can no longer be recorded, so no more may be paid for.</summary>
    public void Close(RunStoppedException cause) => closed = cause;

    /// <exception cref="RunStoppedException">Spending was closed.</exception>
    public void RequireOpen()
    {
        if (closed is not null) throw new RunStoppedException(closed.Message, closed.InnerException!);
    }

    public void Spend(string model, TokenCounts tokens) => spent[model] = spent.GetValueOrDefault(model) + tokens;

    public void Reserve(string model, TokenCounts tokens) => reserved[model] = reserved.GetValueOrDefault(model) + tokens;

    public void Release(string model, TokenCounts tokens)
    {
        TokenCounts left = reserved.GetValueOrDefault(model) - tokens;
        if (left == default) reserved.Remove(model);
        else reserved[model] = left;
        TaskCompletionSource signal = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.SetResult(); // continuations run asynchronously, outside the lock
    }
}
