using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace DataCuration.LanguageModels;

/// <summary>The usage counters of all tasks and models.</summary>
internal sealed class UsageCounters
{
    private readonly ConcurrentDictionary<(string Task, string Model), UsageCounter> counters = new();

    public UsageCounter For(string task, string model) => counters.GetOrAdd((task, model), static pair => new UsageCounter(pair.Task, pair.Model));

    /// <summary>Returns one line for each task and model, in ordinal order.</summary>
    public ImmutableArray<UsageLine> ToLines(Func<string, TokenCounts, decimal> cost) =>
    [
        .. counters
            .OrderBy(pair => pair.Key.Task, StringComparer.Ordinal).ThenBy(pair => pair.Key.Model, StringComparer.Ordinal)
            .Select(pair => pair.Value.ToLine(cost)),
    ];
}
