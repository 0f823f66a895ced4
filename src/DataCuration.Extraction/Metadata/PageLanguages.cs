namespace DataCuration.Extraction;

/// <summary>Normalizes language tags to BCP 47 (RFC 5646, section 2.1.1: language in lower case, script capitalised, region in upper case).</summary>
internal static class PageLanguages
{
    private const int MaxTagLength = 35; // RFC 5646, section 4.4.1

    /// <summary>Gets the normalized tag; null if the text is not a language tag.</summary>
    public static string? Normalize(string text)
    {
        string tag = text.Trim().Replace('_', '-');
        // "en_US.UTF-8"
        int point = tag.IndexOf('.', StringComparison.Ordinal);
        if (point > 0) tag = tag[..point];
        if (tag.Length is < 2 or > MaxTagLength) return null;
        string[] parts = tag.Split('-');
        if (parts[0].Length is < 2 or > 3 || !IsLetters(parts[0])) return null;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length is 0 or > 8 || !IsLettersOrDigits(parts[i])) return null;
            string lower = parts[i].ToLowerInvariant();
            parts[i] = i > 0 && lower.Length == 4 && IsLetters(lower) ? char.ToUpperInvariant(lower[0]) + lower[1..]
                : i > 0 && lower.Length == 2 ? lower.ToUpperInvariant() : lower;
        }
        return parts[0] is "und" or "zxx" or "mul" ? null : string.Join('-', parts);
    }

    private static bool IsLetters(string text)
    {
        foreach (char c in text)
            if (!char.IsAsciiLetter(c)) return false;
        return true;
    }

    private static bool IsLettersOrDigits(string text)
    {
        foreach (char c in text)
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        return true;
    }
}
