using DataCuration.Models;

namespace DataCuration.LocalModels;

/// <summary>
/// Checks a model's file before llama.cpp reads it. llama.cpp ends the whole process for some damaged files, and our own reader checks every length and offset
/// against the file. Values that llama.cpp divides by, or uses as indices, are checked here.
/// </summary>
internal static class GgufCheck
{
    private static readonly string[] Positive =
        ["context_length", "embedding_length", "block_count", "attention.head_count", "attention.head_count_kv", "feed_forward_length"];

    private static readonly string[] Ids = ["bos", "eos", "unknown", "padding", "eot", "seperator", "separator", "mask"];

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What the client needs to know of it.</returns>
    /// <exception cref="ModelFileException">The file is damaged; the message names the field and the value.</exception>
    public static GgufFacts Run(string path)
    {
        using GgufFile file = GgufFile.Open(path, anyNumberFormat: true);
        string architecture = Text(file, "general.architecture");
        foreach (string name in Positive)
            if (file.Metadata.TryGetValue($"{architecture}.{name}", out object? value)) CheckPositive(file, $"{architecture}.{name}", value);
        if (!file.Metadata.TryGetValue("tokenizer.ggml.tokens", out object? list) || list is not string[] { Length: > 0 } tokens)
            throw Damaged(file, "'tokenizer.ggml.tokens' is missing or empty, so the file has no vocabulary.");
        CheckLength(file, "tokenizer.ggml.scores", tokens.Length);
        CheckLength(file, "tokenizer.ggml.token_type", tokens.Length);
        foreach (string name in Ids)
        {
            string key = $"tokenizer.ggml.{name}_token_id";
            if (file.Metadata.TryGetValue(key, out object? id) && !(id is uint number && number < tokens.Length) && id is not uint.MaxValue)
                throw Damaged(file, $"'{key}' is {id}, not an id of the {tokens.Length} tokens.");
        }
        return new GgufFacts
        {
            TrainedContext = file.Metadata.TryGetValue($"{architecture}.context_length", out object? context) ? ToInt(context) : 0,
            HasTemplate = file.Metadata.ContainsKey("tokenizer.chat_template"),
            Tokens = tokens,
        };
    }

    private static string Text(GgufFile file, string key) => file.Metadata.TryGetValue(key, out object? value) && value is string { Length: > 0 } text ? text
        : throw Damaged(file, $"'{key}' is missing, or is no text.");

    private static void CheckPositive(GgufFile file, string key, object value)
    {
        // A model can have a number for each layer; layers without attention have 0 there.
        bool isWrong = value switch
        {
            uint number => number is 0 or > int.MaxValue,
            int number => number <= 0,
            ulong number => number is 0 or > int.MaxValue,
            uint[] numbers => numbers.Length == 0 || numbers.All(number => number == 0) || numbers.Any(number => number > int.MaxValue),
            int[] numbers => numbers.Length == 0 || numbers.All(number => number == 0) || numbers.Any(number => number < 0),
            _ => true,
        };
        if (isWrong) throw Damaged(file, $"'{key}' is {(value is Array ? "a list without a positive number" : value)}; it must be a positive number.");
    }

    private static void CheckLength(GgufFile file, string key, int tokens)
    {
        if (!file.Metadata.TryGetValue(key, out object? value)) return;
        if (value is not Array array || array.Length != tokens)
            throw Damaged(file, $"'{key}' has {(value is Array found ? found.Length : 0)} entries for {tokens} tokens.");
    }

    private static int ToInt(object value) => value switch
    {
        uint number => (int)Math.Min(number, int.MaxValue),
        int number => number,
        ulong number => (int)Math.Min(number, int.MaxValue),
        _ => 0,
    };

    private static ModelFileException Damaged(GgufFile file, string problem) => new($"'{file.Path}': {problem}");
}
