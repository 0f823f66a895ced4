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
    public static RequestSettings From(LocalModelOptions own, ChatOptions? request)
    {
        if (request?.Tools is { Count: > 0 }) throw new NotSupportedException("A local model does not call tools.");
        if (request?.FrequencyPenalty is { } frequency && frequency != 0)
            throw new NotSupportedException($"A local model has no {nameof(request.FrequencyPenalty)}, which is {frequency}.");
        if (request?.PresencePenalty is { } presence && presence != 0)
            throw new NotSupportedException($"A local model has no {nameof(request.PresencePenalty)}, which is {presence}.");
        IEnumerable<string> stops = own.StopStrings.Concat(request?.StopSequences ?? []);
        return new RequestSettings
        {
            Temperature = Math.Max(0, request?.Temperature ?? own.Temperature),
            TopK = Math.Max(0, request?.TopK ?? own.TopK),
            TopP = request?.TopP is > 0 and <= 1 and { } mass ? mass : own.TopP,
            Seed = request?.Seed ?? own.Seed,
            MaxTokens = Math.Max(0, request?.MaxOutputTokens ?? own.MaxOutputTokens),
            StopStrings = [.. stops.Where(stop => !string.IsNullOrEmpty(stop)).Distinct(StringComparer.Ordinal)],
        };
    }
}
