namespace DataCuration.LanguageModels;

/// <summary>What came back for one request.</summary>
internal sealed record EndpointResponse(string Text, string? FinishReason, string? ServedBy, long? InputTokens, long? OutputTokens, long CachedInputTokens, TimeSpan Latency);
