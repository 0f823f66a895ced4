namespace DataCuration;

/// <summary>One thing that an output depends on.</summary>
/// <param name="Name">Its name with its scopes, such as <c>stages.2.GopherQualityFilter.MinWords</c>.</param>
/// <param name="Value">Its value as text.</param>
public readonly record struct FingerprintPart(string Name, string Value);
