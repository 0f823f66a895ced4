namespace DataCuration.Filters;

/// <summary>Python's <c>\b</c>: a place between a word character (letter, digit, other number, underscore) and another character or an end.</summary>
internal static class WordBoundary
{
    /// <summary>Returns true if there is a boundary before an offset.</summary>
    public static bool IsAt(ReadOnlySpan<byte> text, int at) =>
        (at > 0 && IsWord(Utf8.Decode(text, Utf8.Before(text, at), out _))) != (at < text.Length && IsWord(Utf8.Decode(text, at, out _)));

    /// <summary>Python's <c>\w</c>.</summary>
    public static bool IsWord(int codePoint) => codePoint == '_' || (CharacterClasses.Of(codePoint) & CharacterClasses.Alphanumeric) != 0;
}
