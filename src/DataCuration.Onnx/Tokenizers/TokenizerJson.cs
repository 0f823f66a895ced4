using System.Text.Json;

namespace DataCuration.Onnx;

/// <summary>
/// Reads <c>tokenizer.json</c> (huggingface/tokenizers, version 1.0 of the format). Throws for files that cannot be reproduced exactly, since tokens that are
/// almost right would silently give wrong scores.
/// </summary>
internal static class TokenizerJson
{
    public static OnnxTokenizer Read(string path, byte[] bytes, string hash)
    {
        try
        {
            ReadOnlyMemory<byte> content = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes.AsMemory(3) : bytes;
            using JsonDocument document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 64 });
            var root = new JsonPart(path, "", document.RootElement);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw root.Invalid("not an object");
            return Read(root, hash);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // A string with invalid UTF-16 throws InvalidOperationException.
            throw new InvalidDataException($"{path} is not a valid tokenizer: {e.Message}", e);
        }
    }

    private static OnnxTokenizer Read(JsonPart root, string hash)
    {
        AddedToken[] added = [.. root["added_tokens"].Items().Select(AddedToken.Read)];
        JsonPart model = root["model"];
        string type = model.Type ?? (!model["merges"].IsNull ? "BPE" : model["vocab"].Element.ValueKind == JsonValueKind.Array ? "Unigram" : "WordPiece");
        (List<int> prefix, List<int> suffix) = Around(root["post_processor"], added);
        int end = suffix.Count > 0 ? suffix[^1] : 0;
        ITokenEncoder encoder = type switch
        {
            "WordPiece" => WordPieceJson.Read(root, added, end, hash),
            "BPE" => BpeJson.Read(root, added, end, hash),
            "Unigram" => UnigramJson.Read(root, added, end, hash),
            _ => throw model["type"].Unsupported($"'{type}'; supported are WordPiece, BPE and Unigram"),
        };
        int padding = !root["padding"].IsNull ? root["padding"]["pad_id"].Id()
            : added.FirstOrDefault(token => token.Text is "[PAD]" or "<pad>" or "<|padding|>")?.Id ?? 0;
        return new(encoder, prefix, suffix, padding);
    }

    /// <summary>Returns the tokens that the post-processor adds before and after one text.</summary>
    private static (List<int> Prefix, List<int> Suffix) Around(JsonPart part, AddedToken[] added)
    {
        List<int> prefix = [], suffix = [];
        switch (part.IsNull ? "ByteLevel" : part.Type)
        {
            case "ByteLevel": // changes offsets only
                break;
            case "BertProcessing" or "RobertaProcessing":
                prefix.Add(Second(part["cls"]));
                suffix.Add(Second(part["sep"]));
                break;
            case "TemplateProcessing":
                bool seen = false;
                foreach (JsonPart item in part["single"].Items())
                {
                    if (!item["Sequence"].IsNull)
                    {
                        if (seen) throw item.Unsupported("a second occurrence of the text");
                        seen = true;
                        continue;
                    }
                    string name = item["SpecialToken"]["id"].String() ?? throw item.Invalid("neither the text nor a special token");
                    (seen ? suffix : prefix).AddRange(part["special_tokens"][name]["ids"].Items().Select(id => id.Id()));
                }
                if (!seen) throw part["single"].Invalid("a template without the text");
                break;
            case "Sequence":
                foreach (JsonPart processor in part["processors"].Items())
                {
                    (List<int> before, List<int> after) = Around(processor, added);
                    prefix.InsertRange(0, before);
                    suffix.AddRange(after);
                }
                break;
            default:
                throw part.Unsupported($"'{part.Type}'");
        }
        return (prefix, suffix);
    }

    /// <summary>Returns the id from a pair of token and id.</summary>
    private static int Second(JsonPart pair)
    {
        JsonPart[] items = [.. pair.Items().Take(3)];
        return items.Length == 2 ? items[1].Id() : throw pair.Invalid("not a pair of token and id");
    }
}
