namespace DataCuration.LanguageModels;

/// <summary>Text functions as the paper's code, which is in Python, applies them.</summary>
internal static class PythonText
{
    /// <summary>Removes white space at both ends, as <c>str.strip</c> does. .NET does not count U+001C to U+001F as white space.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
