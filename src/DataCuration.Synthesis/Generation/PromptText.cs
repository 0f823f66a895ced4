namespace DataCuration.Synthesis;

/// <summary>Texts of prompts.</summary>
internal static class PromptText
{
    /// <summary>Requires a text that is not empty.</summary>
    public static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return value;
    }
}
