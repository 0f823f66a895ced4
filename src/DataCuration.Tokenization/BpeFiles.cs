using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>Reads byte-pair encodings from files of vocabulary and merges, and refuses those whose ids it cannot reproduce.</summary>
internal static class BpeFiles
{
    private const string DefaultEnd = "<|endoftext|>";

    public static TokenizerEncoder Read(string vocabularyPath, string mergesPath, BpeFileOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(vocabularyPath);
        ArgumentException.ThrowIfNullOrEmpty(mergesPath);
        Addresses.RefuseLocal(vocabularyPath, "a vocabulary");
        Addresses.RefuseLocal(mergesPath, "a file of merges");
        Dictionary<string, int> vocabulary = ReadVocabulary(vocabularyPath);
        KnownVocabulary? known = KnownVocabulary.Find(vocabulary);
        if (known is { Splitting: null })
            throw new NotSupportedException($"'{vocabularyPath}' is the vocabulary of {known.Model}, which splits text in several steps. "
                + "This encoder has one.");
        if (known is not null && options.Splitting is not null && options.Splitting != known.Splitting)
            throw new NotSupportedException($"'{vocabularyPath}' is the vocabulary of {known.Model}, which splits text in another way than "
                + $"{nameof(BpeFileOptions)}.{nameof(BpeFileOptions.Splitting)} says: most texts would get other ids than the model was trained with. "
                + "Leave the option out: this vocabulary's splitting is known.");
        BpeSplitting splitting = options.Splitting ?? known?.Splitting
            ?? throw new NotSupportedException($"'{vocabularyPath}' is not a known vocabulary, and the files do not say how the model splits text into words. "
                + "With another splitting, most texts get other ids than the model was trained with. "
                + $"Set {nameof(BpeFileOptions)}.{nameof(BpeFileOptions.Splitting)} to the model's: "
                + $"{nameof(BpeSplitting)}.{nameof(BpeSplitting.Gpt2)}, {nameof(BpeSplitting.Llama3)}, {nameof(BpeSplitting.Qwen)}, "
                + $"{nameof(BpeSplitting.O200k)}, or the pattern under pre_tokenizer in the model's tokenizer.json.");
        RequireAllMerges(vocabulary, mergesPath);
        BpeTokenizer tokenizer = Create(vocabulary, mergesPath, options, splitting);
        int end = EndOf(vocabularyPath, vocabulary, options, known);
        string kind = $"{(options.ByteLevel ? "byte-level bpe" : "bpe")}/2 {(splitting.Compose ? "nfc " : "")}{splitting.Pattern}";
        int size = Math.Max(vocabulary.Values.Max(), end) + 1; // ids may have gaps
        return new TokenizerEncoder(tokenizer, kind, size, end, TokenizerEncoder.HashFiles(vocabularyPath, mergesPath));
    }

    private static Dictionary<string, int> ReadVocabulary(string path)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(path);
            if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..]; // editors put a mark in front
            using JsonDocument json = JsonDocument.Parse(bytes);
            foreach (JsonProperty token in json.RootElement.EnumerateObject()) vocabulary[token.Name] = token.Value.GetInt32();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a vocabulary, that is a JSON object from tokens to ids: {e.Message}", e);
        }
        return vocabulary.Count > 0 ? vocabulary : throw new InvalidDataException($"The vocabulary '{path}' is empty.");
    }

    private static BpeTokenizer Create(Dictionary<string, int> vocabulary, string mergesPath, BpeFileOptions options, BpeSplitting splitting)
    {
        try
        {
            return BpeTokenizer.Create(new BpeOptions(vocabulary)
            {
                Merges = ReadMerges(mergesPath),
                ByteLevel = options.ByteLevel,
                PreTokenizer = new WordSplitter(splitting.Pattern),
                Normalizer = splitting.Compose ? new NfcNormalizer() : null,
            });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{mergesPath}' has no merges for this vocabulary: {e.Message}", e);
        }
    }

    private static IEnumerable<string> ReadMerges(string path) =>
        File.ReadLines(path).Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal)));

    /// <summary>
    /// Throws if many tokens of a vocabulary cannot be built: the merges are cut off, or another model's. Most texts would get other ids. Special tokens and
    /// single characters need no merges, and some vocabularies have a few tokens that none builds.
    /// </summary>
    private static void RequireAllMerges(Dictionary<string, int> vocabulary, string mergesPath)
    {
        const int SmallVocabulary = 1_000;
        const double MostMissing = 0.05;
        string[] built = [.. vocabulary.Keys.Where(token => token.EnumerateRunes().Skip(1).Any())];
        if (built.Length < SmallVocabulary) return;
        var merged = new HashSet<string>(StringComparer.Ordinal);
        foreach (string merge in ReadMerges(mergesPath)) merged.Add(merge.Replace(" ", "", StringComparison.Ordinal));
        string? missing = null;
        int count = 0;
        foreach (string token in built)
        {
            if (merged.Contains(token)) continue;
            count++;
            missing ??= token;
        }
        if (count <= MostMissing * built.Length) return;
        throw new InvalidDataException($"The merges in '{mergesPath}' do not build {count} of the vocabulary's {built.Length} tokens, such as '{missing}': the "
            + "file is cut off, or belongs to another model.");
    }

    private static int EndOf(string path, Dictionary<string, int> vocabulary, BpeFileOptions options, KnownVocabulary? known)
    {
        if (options.EndOfDocumentId is { } id)
        {
            foreach ((string token, int used) in vocabulary)
            {
                if (used != id || token == options.EndOfDocumentToken) continue;
                throw new NotSupportedException($"{nameof(BpeFileOptions.EndOfDocumentId)} {id} is the id of '{token}' in '{path}'. "
                    + $"If this token ends documents, name it as {nameof(BpeFileOptions.EndOfDocumentToken)}.");
            }
            return id;
        }
        string end = options.EndOfDocumentToken ?? known?.EndOfDocumentToken ?? DefaultEnd;
        if (vocabulary.TryGetValue(end, out int found)) return found;
        if (end == known?.EndOfDocumentToken) return known.EndOfDocument;
        throw new NotSupportedException($"'{path}' has no token '{end}' to end documents with. Name another one as {nameof(BpeFileOptions)}."
            + $"{nameof(BpeFileOptions.EndOfDocumentToken)}, or give its id as {nameof(BpeFileOptions.EndOfDocumentId)}: models list it in added_tokens.json, "
            + "tokenizer_config.json or tokenizer.json.");
    }
}
