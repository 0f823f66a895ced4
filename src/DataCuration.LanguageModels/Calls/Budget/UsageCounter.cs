using System.Collections.Immutable;

namespace DataCuration.LanguageModels;

/// <summary>Counts the usage of one task on one model. Safe for concurrent use.</summary>
internal sealed class UsageCounter(string task, string model)
{
    private readonly Lock gate = new();
    private readonly LatencyHistogram latency = new();
    private readonly SortedDictionary<string, long> failed = new(StringComparer.Ordinal);
    private long calls, cached, requests, retried, repairs, input, output, cachedInput, uncertain;

    public void AddCall(bool isRepair)
    {
        lock (gate)
        {
            calls++;
            if (isRepair) repairs++;
        }
    }

    public void AddCached()
    {
        lock (gate) cached++;
    }

    public void AddFailedTry(bool again, TokenCounts paid, long uncertainTokens)
    {
        lock (gate)
        {
            requests++;
            if (again) retried++;
            input += paid.Input;
            output += paid.Output;
            uncertain += uncertainTokens;
        }
    }

    public void AddAnswer(LanguageModelAnswer answer)
    {
        lock (gate)
        {
            requests++;
            input += answer.InputTokens;
            output += answer.OutputTokens;
            cachedInput += answer.CachedInputTokens;
            latency.Add(answer.Latency);
        }
    }

    public void AddFailedCall(string kind)
    {
        lock (gate) failed[kind] = failed.GetValueOrDefault(kind) + 1;
    }

    public UsageLine ToLine(Func<string, TokenCounts, decimal> cost)
    {
        lock (gate)
        {
            return new(task, model)
            {
                Calls = calls,
                Cached = cached,
                Requests = requests,
                Retried = retried,
                Repairs = repairs,
                Failed = failed.ToImmutableSortedDictionary(StringComparer.Ordinal),
                InputTokens = input,
                OutputTokens = output,
                CachedInputTokens = cachedInput,
                UncertainTokens = uncertain,
                Cost = cost(model, new(input, output, cachedInput)),
                LatencyP50 = latency.Percentile(0.5),
                LatencyP90 = latency.Percentile(0.9),
                LatencyP99 = latency.Percentile(0.99),
            };
        }
    }
}
