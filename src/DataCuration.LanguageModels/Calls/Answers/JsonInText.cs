using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>Finds JSON objects and arrays in prose.</summary>
internal static class JsonInText
{
    /// <summary>The number of brackets that are tried. Together with <see cref="MaxWork"/> it bounds the cost for a hostile answer.</summary>
    private const int MaxTries = 1_000;

    /// <summary>The bytes that are read at most, in lengths of the text.</summary>
    private const int MaxWork = 8;

    /// <summary>Returns the complete values that start at a bracket, from left to right. Values inside of another value are not returned.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Find(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        long work = 0;
        for (int start = 0, tries = 0; start < utf8.Length && tries < MaxTries && work <= (long)MaxWork * utf8.Length; tries++)
        {
            int bracket = utf8.AsSpan(start).IndexOfAny((byte)'{', (byte)'[');
            if (bracket < 0) yield break;
            start += bracket;
            int length = LengthOf(utf8.AsSpan(start), out bool isComplete);
            work += length;
            if (isComplete) yield return Encoding.UTF8.GetString(utf8, start, length);
            start += isComplete ? length : 1;
        }
    }

    /// <summary>Returns the length of the value at the start, or the number of bytes up to its first error.</summary>
    private static int LengthOf(ReadOnlySpan<byte> utf8, out bool isComplete)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: true, default);
        isComplete = false;
        try
        {
            while (!isComplete && reader.Read())
                isComplete = reader.CurrentDepth == 0 && reader.TokenType is (JsonTokenType.EndObject or JsonTokenType.EndArray);
        }
        catch (JsonException)
        {
            isComplete = false;
        }
        return Math.Max(1, (int)reader.BytesConsumed);
    }
}
