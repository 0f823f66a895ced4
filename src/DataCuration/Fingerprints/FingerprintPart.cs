namespace DataCuration;

/// <summary>One input of an output.</summary>
/// <param name="Name">The name with its scopes, such as <c>stages.2.GopherQualityFilter.MinWords</c>.</param>
/// <param name="Value">The value as text.</param>
public readonly record struct FingerprintPart(string Name, string Value);
