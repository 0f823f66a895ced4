using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels;

/// <summary>The settings of one request.</summary>
internal sealed record RequestSettings
{
    public required double Temperature { get; init; }

    public required int TopK { get; init; }

    public required double TopP { get; init; }

    public required long Seed { get; init; }

    /// <summary>The most tokens of the answer; 0 for what the context leaves.</summary>
    public required int MaxTokens { get; init; }

    public required IReadOnlyList<string> StopStrings { get; init; }

    /// <summary>Combines the options of a client and of a request.</summary>
    /// <exception cref="NotSupportedException">The request has an option that would have no effect.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option of the request is not in its range.</exception>
    public static RequestSettings From(LocalModelOptions own, ChatOptions? request)
    {
        if (request?.Tools is { Count: > 0 }) throw new NotSupportedException("A local model does not call tools.");
        if (request?.FrequencyPenalty is { } frequency && frequency != 0)
            throw new NotSupportedException($"A local model has no {nameof(request.FrequencyPenalty)}, which is {frequency}.");
        if (request?.PresencePenalty is { } presence && presence != 0)
            throw new NotSupportedException($"A local model has no {nameof(request.PresencePenalty)}, which is {presence}.");
        IEnumerable<string> stops = own.StopStrings.Concat(request?.StopSequences ?? []);
        // The options of a client have the same ranges, and say which.
        LocalModelOptions used = own with
        {
            Temperature = request?.Temperature ?? own.Temperature,
            TopK = request?.TopK ?? own.TopK,
            TopP = request?.TopP ?? own.TopP,
            MaxOutputTokens = request?.MaxOutputTokens ?? own.MaxOutputTokens,
        };
        return new RequestSettings
        {
            Temperature = used.Temperature,
            TopK = used.TopK,
            TopP = used.TopP,
            Seed = request?.Seed ?? own.Seed,
            MaxTokens = used.MaxOutputTokens,
            StopStrings = [.. stops.Where(stop => !string.IsNullOrEmpty(stop)).Distinct(StringComparer.Ordinal)],
        };
    }
}
