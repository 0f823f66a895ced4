using System.Globalization;
using DataCuration.Models;

namespace DataCuration.LocalModels;

/// <summary>
/// Checks a model's file before llama.cpp reads it. llama.cpp ends the whole process for some damaged files, and our own reader checks every length and offset
/// against the file. Values that llama.cpp divides by, uses as indices, or reads without a look at their type, are checked here.
/// </summary>
internal static class GgufCheck
{
    private const int MaxLayers = 512; // LLAMA_MAX_LAYERS in llama.cpp's src/llama-hparams.h; it asserts that there are not more

    private static readonly string[] Positive =
        ["context_length", "embedding_length", "block_count", "attention.head_count", "attention.head_count_kv", "feed_forward_length"];

    // llama.cpp asserts in a decode that they are not negative, which NaN fails too.
    private static readonly string[] Epsilons = ["attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"];

    private static readonly string[] Ids = ["bos", "eos", "unknown", "padding", "eot", "seperator", "separator", "mask"];

    /// <summary>Checks a file, and the other parts of a model that is divided into several files.</summary>
    /// <param name="path">The file; of several, the first.</param>
    /// <returns>What the client needs to know of it.</returns>
    /// <exception cref="ModelFileException">The file is damaged; the message names the field and the value.</exception>
    public static GgufFacts Run(string path)
    {
        using GgufFile file = GgufFile.Open(path, anyNumberFormat: true);
        CheckParts(file);
        string architecture = Text(file, "general.architecture");
        foreach (string name in Positive)
            if (file.Metadata.TryGetValue($"{architecture}.{name}", out object? value)) CheckPositive(file, $"{architecture}.{name}", value);
        CheckLayers(file, $"{architecture}.block_count");
        foreach (string name in Epsilons) CheckEpsilon(file, $"{architecture}.{name}");
        if (!file.Metadata.TryGetValue("tokenizer.ggml.tokens", out object? list) || list is string[] { Length: 0 })
            throw Damaged(file, "'tokenizer.ggml.tokens' is missing or empty, so the file has no vocabulary.");
        string[] tokens = CheckArray<string>(file, "tokenizer.ggml.tokens")!;
        CheckLength(file, "tokenizer.ggml.scores", CheckArray<float>(file, "tokenizer.ggml.scores"), tokens.Length);
        CheckLength(file, "tokenizer.ggml.token_type", CheckArray<int>(file, "tokenizer.ggml.token_type"), tokens.Length);
        CheckArray<string>(file, "tokenizer.ggml.merges");
        CheckByteTokens(file, tokens);
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

    private static void CheckLayers(GgufFile file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out object? value)) return;
        if (value is Array) throw Damaged(file, $"'{key}' is {Kind(value)}; it must be one number.");
        if (ToInt(value) > MaxLayers) throw Damaged(file, $"'{key}' is {value}; llama.cpp computes at most {MaxLayers} layers.");
    }

    private static void CheckEpsilon(GgufFile file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out object? value)) return;
        if (value is not float) throw Damaged(file, $"'{key}' is {Kind(value)}; it must be of the type f32.");
        float epsilon = (float)value;
        if (!float.IsFinite(epsilon) || epsilon <= 0)
            throw Damaged(file, string.Create(CultureInfo.InvariantCulture, $"'{key}' is {epsilon}; it must be finite and above 0."));
    }

    // llama.cpp reads the elements without a look at their type. C# would take an array of u32 for one of i32, so the exact type is compared.
    private static T[]? CheckArray<T>(GgufFile file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out object? value)) return null;
        return value.GetType() == typeof(T[]) ? (T[])value : throw Damaged(file, $"'{key}' is {Kind(value)}; it must be an array of {Name(typeof(T))}.");
    }

    private static void CheckLength(GgufFile file, string key, Array? array, int tokens)
    {
        if (array is not null && array.Length != tokens) throw Damaged(file, $"'{key}' has {array.Length} entries for {tokens} tokens.");
    }

    // llama.cpp writes characters that the vocabulary lacks as bytes. It throws in the middle of a prompt if the token of a byte is missing.
    private static void CheckByteTokens(GgufFile file, string[] tokens)
    {
        if (file.Metadata.TryGetValue("tokenizer.ggml.model", out object? model) && model is "llama" && FallbackBytes.FirstMissing(tokens) is { } token)
            throw Damaged(file, $"'tokenizer.ggml.tokens' lacks the byte token '{token}'; the 'tokenizer.ggml.model' llama needs all 256.");
    }

    // llama.cpp finds the other parts by the name of the first (llama_split_prefix), and reads all of them.
    private static void CheckParts(GgufFile file)
    {
        if (!file.Metadata.TryGetValue("split.count", out object? value)) return;
        if (value is not ushort count) throw Damaged(file, $"'split.count' is {Kind(value)}; it must be of the type u16.");
        if (count <= 1) return;
        CheckPart(file, 0, count);
        string ending = Ending(1, count);
        if (!file.Path.EndsWith(ending, StringComparison.Ordinal))
            throw Damaged(file, $"this is the first of {count} parts, and its name does not end in '{ending}'. llama.cpp finds the other parts by it.");
        for (int number = 2; number <= count; number++)
        {
            string path = file.Path[..^ending.Length] + Ending(number, count);
            if (!File.Exists(path)) throw Damaged(file, $"the model has {count} parts, and part {number}, '{path}', is missing.");
            using GgufFile part = GgufFile.Open(path, anyNumberFormat: true);
            CheckPart(part, number - 1, count);
        }

        static string Ending(int number, int count) => string.Create(CultureInfo.InvariantCulture, $"-{number:D5}-of-{count:D5}.gguf");
    }

    private static void CheckPart(GgufFile file, int number, ushort count)
    {
        if (!file.Metadata.TryGetValue("split.no", out object? own) || own is not ushort || (ushort)own != number)
        {
            throw Damaged(file, $"'split.no' is {(own is null ? "missing" : Kind(own))}, and this is opened as number {number} of {count}, counted from 0."
                + (number == 0 ? " Give the first part: the others are found by its name." : ""));
        }
        if (!file.Metadata.TryGetValue("split.count", out object? all) || all is not ushort || (ushort)all != count)
            throw Damaged(file, $"'split.count' is {(all is null ? "missing" : Kind(all))}, and the first part has {count}.");
    }

    private static string Kind(object value) => value switch
    {
        Array => $"an array of {Name(value.GetType().GetElementType()!)}",
        string text => $"the text '{(text.Length > 80 ? text[..80] + "…" : text)}'",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value} of the type {Name(value.GetType())}"),
    };

    // The names of ggml's docs/gguf.md, short.
    private static string Name(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => "u8",
        TypeCode.SByte => "i8",
        TypeCode.UInt16 => "u16",
        TypeCode.Int16 => "i16",
        TypeCode.UInt32 => "u32",
        TypeCode.Int32 => "i32",
        TypeCode.UInt64 => "u64",
        TypeCode.Int64 => "i64",
        TypeCode.Single => "f32",
        TypeCode.Double => "f64",
        TypeCode.Boolean => "bool",
        _ => "string",
    };

    private static int ToInt(object value) => value switch
    {
        uint number => (int)Math.Min(number, int.MaxValue),
        int number => number,
        ulong number => (int)Math.Min(number, int.MaxValue),
        _ => 0,
    };

    private static ModelFileException Damaged(GgufFile file, string problem) => new($"'{file.Path}': {problem}");
}
