namespace DataCuration.LanguageModels;

/// <summary>An event of a stream.</summary>
/// <param name="Name">The event's name; empty for most servers.</param>
/// <param name="Data">The data.</param>
internal readonly record struct ServerEvent(string Name, string Data)
{
    /// <summary>True for the mark that ends a stream of chat completions.</summary>
    public bool IsDone => Data.AsSpan().Trim().Equals("[DONE]", StringComparison.OrdinalIgnoreCase);
}
