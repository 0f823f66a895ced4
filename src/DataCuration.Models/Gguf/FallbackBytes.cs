using System.Globalization;

namespace DataCuration.Models;

/// <summary>
/// The tokens of SentencePiece's byte fallback, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>. llama.cpp looks them up for characters that a vocabulary lacks, and
/// throws <c>std::out_of_range</c> if one is missing.
/// </summary>
internal static class FallbackBytes
{
    /// <summary>Returns the token of a byte, with upper-case digits as llama.cpp writes it.</summary>
    public static string Token(byte value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <summary>Returns the first of the 256 tokens that a vocabulary lacks; null if it has all.</summary>
    public static string? FirstMissing(IReadOnlyCollection<string> tokens)
    {
        HashSet<string> all = tokens as HashSet<string> ?? new(tokens, StringComparer.Ordinal);
        for (int value = 0; value <= byte.MaxValue; value++)
            if (Token((byte)value) is var token && !all.Contains(token)) return token;
        return null;
    }
}
