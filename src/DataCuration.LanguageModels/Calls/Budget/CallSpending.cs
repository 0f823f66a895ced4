namespace DataCuration.LanguageModels;

/// <summary>
/// What the calls of one ledger have used and may be about to use, by model. It is the ledger's and not a <see cref="LanguageModelCalls"/>' own, so that a run with several endpoints keeps to one budget. All of it is to
/// be used under <see cref="Gate"/>.
/// </summary>
internal sealed class CallSpending
{
    private readonly Dictionary<string, TokenCounts> spent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenCounts> reserved = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Lock Gate { get; } = new();

    /// <summary>The prices of all who use the ledger; of two for one model, the first.</summary>
    public Dictionary<string, ModelPrice> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether one of them has a budget in money.</summary>
    public bool IsInMoney { get; set; }

    /// <summary>By model, what is recorded and what was lost on the way.</summary>
    public IReadOnlyDictionary<string, TokenCounts> Spent => spent;

    /// <summary>By model, what is set aside for calls under way.</summary>
    public IReadOnlyDictionary<string, TokenCounts> Reserved => reserved;

    /// <summary>Ends when something that was set aside is set free.</summary>
    public Task Changed => changed.Task;

    public void Spend(string model, TokenCounts tokens) => spent[model] = spent.GetValueOrDefault(model) + tokens;

    public void Reserve(string model, TokenCounts tokens) => reserved[model] = reserved.GetValueOrDefault(model) + tokens;

    public void Release(string model, TokenCounts tokens)
    {
        TokenCounts left = reserved.GetValueOrDefault(model) - tokens;
        if (left == default) reserved.Remove(model);
        else reserved[model] = left;
        TaskCompletionSource signal = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.SetResult(); // who waits goes on elsewhere, not under the lock
    }
}
