namespace DataCuration;

/// <summary>Checks that options of several formats share.</summary>
internal static class OptionChecks
{
    /// <summary>A text that must not be empty.</summary>
    public static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }

    /// <summary>A source's files and patterns, of which there must be one.</summary>
    public static string[] Patterns(IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        string[] list = [.. patterns];
        return list.Length > 0 ? list : throw new ArgumentException("Name at least one input file or pattern.", nameof(patterns));
    }

    /// <summary>Text and id must be two fields.</summary>
    public static void Differ(string textField, string idField)
    {
        if (textField == idField) throw new ArgumentException($"Text and id cannot both be field '{textField}'.", nameof(idField));
    }
}
