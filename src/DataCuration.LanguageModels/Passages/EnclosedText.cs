using System.Security.Cryptography;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Encloses a text in a prompt, so that it cannot pose as a part of the prompt.</summary>
internal static class EnclosedText
{
    private const int MarkerBytes = 8;

    /// <summary>Puts a text between two lines that it does not contain: they have a part of its own hash, which its author cannot write into it.</summary>
    public static string Of(string text)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        string marker = Convert.ToHexStringLower(digest.AsSpan(0, MarkerBytes));
        // A text that contains a part of its own hash is a matter of chance: 1 in 2^64 for each place.
        if (text.Contains(marker, StringComparison.Ordinal)) marker = Convert.ToHexStringLower(digest);
        return $"The passage is everything between the two lines with {marker}.\n----- {marker} -----\n{text}\n----- {marker} -----";
    }
}
