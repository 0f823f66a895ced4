namespace DataCuration.Tabular;

/// <summary>Checks that the options of all formats share.</summary>
internal static class TabularOptions
{
    public static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }

    public static char Delimiter(char value) =>
        value is '"' or '\r' or '\n' || !char.IsAscii(value) ? throw new ArgumentException($"U+{(int)value:X4} cannot separate fields.", nameof(value)) : value;

    public static string[] Patterns(IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        string[] list = [.. patterns];
        return list.Length > 0 ? list : throw new ArgumentException("Give at least one input file or pattern.", nameof(patterns));
    }

    public static void CheckColumns(string text, string id)
    {
        if (text == id) throw new ArgumentException($"Text and id cannot both be in column '{text}'.");
    }
}
