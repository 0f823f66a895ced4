using System.Security.Cryptography;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Texts of prompts.</summary>
internal static class PromptText
{
    private const int MarkerBytes = 8;

    /// <summary>Puts a text between two lines that it does not contain, so that nothing in it can end it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="noun">The name of the text in the prompt.</param>
    public static string Enclose(string text, string noun)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        string marker = Convert.ToHexStringLower(digest.AsSpan(0, MarkerBytes));
        // A text that contains a part of its own hash is a matter of chance: 1 in 2^64 for each place.
        if (text.Contains(marker, StringComparison.Ordinal)) marker = Convert.ToHexStringLower(digest);
        return $"The {noun} is everything between the two lines with {marker}.\n----- {marker} -----\n{text}\n----- {marker} -----";
    }

    /// <summary>Requires a text that is not empty.</summary>
    public static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return value;
    }
}
