using System.Security.Cryptography;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Encloses a text of unknown origin in a prompt, so that nothing in the text can end it or pose as a part of the prompt.</summary>
/// <example>
/// <code>
/// using DataCuration.LanguageModels;
/// using Microsoft.Extensions.AI;
///
/// ChatMessage[] messages = [new(ChatRole.System, "Name the passage's subject in three words."), new(ChatRole.User, EnclosedText.Of("A text."))];
/// </code>
/// </example>
public static class EnclosedText
{
    private const int MarkerBytes = 8;

    /// <summary>
    /// Puts a text between two lines that it does not contain: they have the first 16 hexadecimal digits of its own SHA-256, which its author cannot write
    /// into it. A line before them says so.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="noun">The text's name in the prompt. Default: passage.</param>
    /// <returns>The enclosed text, four lines and more.</returns>
    /// <exception cref="ArgumentException"><paramref name="noun"/> is empty.</exception>
    public static string Of(string text, string noun = "passage")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(noun);
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        string marker = Convert.ToHexStringLower(digest.AsSpan(0, MarkerBytes));
        // A text that contains a part of its own hash is a matter of chance: 1 in 2^64 for each place.
        if (text.Contains(marker, StringComparison.Ordinal)) marker = Convert.ToHexStringLower(digest);
        return $"The {noun} is everything between the two lines with {marker}.\n----- {marker} -----\n{text}\n----- {marker} -----";
    }
}
