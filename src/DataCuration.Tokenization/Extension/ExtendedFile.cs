using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Writes a <c>tokenizer.json</c> with additions: all parts are copied, and only vocabulary and merges grow.</summary>
internal static class ExtendedFile
{
    private const int MaxDepth = 64;

    /// <summary>Returns the new file.</summary>
    /// <param name="json">The old file.</param>
    /// <param name="tokenizer">The old tokenizer.</param>
    /// <param name="plan">The additions.</param>
    /// <exception cref="NotSupportedException">The ids of added tokens cannot be kept.</exception>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> json, HuggingFaceTokenizer tokenizer, ExtensionPlan plan)
    {
        if (json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) json = json[3..];
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, ByteLevelFile.JsonOptions))
        {
            writer.WriteStartObject();
            foreach (JsonProperty part in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(part.Name);
                if (part.Name == "model") WriteModel(writer, part.Value, tokenizer, plan);
                else part.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private static void WriteModel(Utf8JsonWriter writer, JsonElement model, HuggingFaceTokenizer tokenizer, ExtensionPlan plan)
    {
        writer.WriteStartObject();
        foreach (JsonProperty part in model.EnumerateObject())
        {
            writer.WritePropertyName(part.Name);
            if (part.Name == "vocab") WriteVocabulary(writer, part.Value, tokenizer, plan);
            else if (part.Name == "merges") WriteMerges(writer, part.Value, plan);
            else part.Value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static void WriteVocabulary(Utf8JsonWriter writer, JsonElement vocabulary, HuggingFaceTokenizer tokenizer, ExtensionPlan plan)
    {
        TokenTable tokens = tokenizer.Parts.Pipeline.Model.Tokens;
        writer.WriteStartObject();
        foreach (JsonProperty token in vocabulary.EnumerateObject()) writer.WriteNumber(token.Name, token.Value.GetInt32());
        // An added token outside of the vocabulary has the next free id there, which a larger vocabulary would change.
        var written = new HashSet<int>();
        foreach (AddedTokenInfo token in tokenizer.AddedTokens)
        {
            if (tokens.Find(Encoding.UTF8.GetBytes(token.Content)) >= 0 || !written.Add(token.Id)) continue;
            if (tokens.Has(token.Id))
                throw new NotSupportedException($"The added token '{token.Content}' has the id {token.Id} of another token: its id cannot be kept.");
            writer.WriteNumber(token.Content, token.Id);
        }
        foreach (NewToken token in plan.Tokens) writer.WriteNumber(token.Spelling, token.Id);
        writer.WriteEndObject();
    }

    private static void WriteMerges(Utf8JsonWriter writer, JsonElement merges, ExtensionPlan plan)
    {
        bool arePairs = false;
        writer.WriteStartArray();
        foreach (JsonElement merge in merges.EnumerateArray())
        {
            arePairs = merge.ValueKind == JsonValueKind.Array;
            merge.WriteTo(writer);
        }
        foreach ((string left, string right) in plan.Merges)
        {
            if (!arePairs)
            {
                writer.WriteStringValue($"{left} {right}");
                continue;
            }
            writer.WriteStartArray();
            writer.WriteStringValue(left);
            writer.WriteStringValue(right);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
