namespace DataCuration;

/// <summary>Option checks that several formats share.</summary>
internal static class OptionChecks
{
    /// <summary>Requires a text that is not empty.</summary>
    public static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }

    /// <summary>Requires at least one file or pattern.</summary>
    public static string[] Patterns(IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        string[] list = [.. patterns];
        return list.Length > 0 ? list : throw new ArgumentException("Name at least one input file or pattern.", nameof(patterns));
    }

    /// <summary>Requires different fields for text and id.</summary>
    public static void Differ(string textField, string idField)
    {
        if (textField == idField) throw new ArgumentException($"Text and id cannot both be field '{textField}'.", nameof(idField));
    }
}
