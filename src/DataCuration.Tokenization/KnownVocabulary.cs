using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>A vocabulary whose splitting and end-of-document token are known, because its content is.</summary>
/// <param name="Model">The models that use it.</param>
/// <param name="Splitting">The splitting; null if this library cannot do it.</param>
/// <param name="EndOfDocumentToken">The token that ends documents.</param>
/// <param name="EndOfDocument">Its id, which the file of the vocabulary may leave out.</param>
internal sealed record KnownVocabulary(string Model, BpeSplitting? Splitting, string EndOfDocumentToken, int EndOfDocument)
{
    /// <summary>By the hash of all tokens and ids.</summary>
    private static readonly Dictionary<string, KnownVocabulary> All = new(StringComparer.Ordinal)
    {
        ["294d52383e1be97d722a640ba0ff9949303bab636a329e094a8c8f8d3b128387"] = new("Qwen 2 to 3", BpeSplitting.Qwen, "<|endoftext|>", 151_643),
        ["697c1ce6652db34dd80fdf43f6e46eaaafe39509b86bb72c64b696e7b36fb51b"] = new("Llama 3", BpeSplitting.Llama3, "<|end_of_text|>", 128_001),
        ["97e170c453f16bf94da41f5903f214fd83c9356344dd7f2081b148736c398967"] = new("GPT-4o", BpeSplitting.O200k, "<|endoftext|>", 199_999),
        ["2ba57800ab06d8134a4dc6f9e62f60548129a8717ca675f4edc3b3a74c57010c"] = new("DeepSeek V3", null, "<\uFF5Cend\u2581of\u2581sentence\uFF5C>", 1),
    };

    /// <summary>Finds a vocabulary.</summary>
    public static KnownVocabulary? Find(Dictionary<string, int> vocabulary)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string token, int id) in vocabulary.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}\t{token}\n")));
        return All.GetValueOrDefault(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
