namespace DataCuration.Tokenization;

/// <summary>Python's operations on strings that chat templates use.</summary>
internal static class ChatText
{
    /// <summary>Removes white space from both ends, as <c>str.strip()</c> and Jinja's <c>trim</c>.</summary>
    public static string Strip(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    // Python also counts the four separators U+001C to U+001F.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';
}
