using System.Text.RegularExpressions;

namespace DataCuration.Tokenization;

/// <summary>
/// The steps before the merges of a byte-pair encoding: text is normalized and split into words by a pattern. Ids are only right with the steps that the
/// model was trained with, and the files of vocabulary and merges do not name them.
/// </summary>
/// <param name="Pattern">
/// A regular expression. Every match is a word, and so is all text between two matches. It is applied to Unicode characters, so that <c>\p{L}</c> also matches
/// letters outside of the basic plane.
/// </param>
/// <param name="Compose">True to normalize text to NFC first.</param>
public sealed record BpeSplitting(string Pattern, bool Compose = false)
{
    /// <summary>GPT-2, RoBERTa, BART, GPT-J, OPT: words with the space before them, and digits of any number.</summary>
    public static BpeSplitting Gpt2 { get; } = new(KnownPatterns.Gpt2);

    /// <summary>Llama 3 and cl100k_base: up to three digits, and line breaks apart.</summary>
    public static BpeSplitting Llama3 { get; } = new(KnownPatterns.Llama3);

    /// <summary>Qwen 2, 2.5 and 3: as Llama 3, but single digits, and NFC.</summary>
    public static BpeSplitting Qwen { get; } = new(KnownPatterns.Qwen, Compose: true);

    /// <summary>GPT-4o and o200k_base: words are also split where lower case changes to upper case.</summary>
    public static BpeSplitting O200k { get; } = new(KnownPatterns.O200k);

    /// <summary>A regular expression. Every match is a word, and so is all text between two matches.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public string Pattern { get; init => field = Checked(value); } = Checked(Pattern);

    private static string Checked(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        _ = new Regex(pattern, RegexOptions.CultureInvariant);
        return pattern;
    }
}
