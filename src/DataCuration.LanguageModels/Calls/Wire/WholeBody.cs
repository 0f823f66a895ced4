using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>Takes apart the bodies of responses that are not event streams, or tells that one is.</summary>
/// <param name="server">Hides the server's key in messages.</param>
internal sealed class WholeBody(ChatServer server)
{
    /// <summary>
    /// Returns true if a body starts with a whole completion or an error: the rest of it is not needed. A piece of an answer is neither.
    /// </summary>
    public static bool IsAnswer(string body)
    {
        if (!WireJson.TryParse(body.TrimStart(), out JsonElement json)) return false;
        JsonElement choices = json.Part("choices");
        return json.Part("error").ValueKind is JsonValueKind.Object or JsonValueKind.String
            || (choices.ValueKind == JsonValueKind.Array && choices.EnumerateArray().Any(choice => choice.Part("message").ValueKind == JsonValueKind.Object));
    }

    /// <summary>Returns true if a body starts with a field or a comment of server-sent events.</summary>
    public static bool IsEventStream(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is (byte)'{' or (byte)'[' or (byte)'<' or (byte)'"') return false;
        if (start[0] == (byte)':') return true;
        int colon = start.IndexOf((byte)':');
        ReadOnlySpan<byte> field = (colon < 0 ? start : start[..colon]).Trim(" "u8);
        return Ascii.EqualsIgnoreCase(field, "data"u8) || Ascii.EqualsIgnoreCase(field, "event"u8) || Ascii.EqualsIgnoreCase(field, "id"u8)
            || Ascii.EqualsIgnoreCase(field, "retry"u8) || (colon < 0 && (start.StartsWith("da"u8) || start.StartsWith("ev"u8)));
    }

    /// <summary>Returns the JSON values of a body: one, or one on each line, read line by line. Throws for anything else.</summary>
    /// <param name="body">The body.</param>
    /// <param name="broken">The exception that ended the body early; null if it is whole. A complete value in it counts nevertheless.</param>
    /// <param name="reader">Has read the values before.</param>
    public IEnumerable<JsonElement> Values(string body, Exception? broken, CompletionReader reader)
    {
        string text = body.Trim();
        if (text.Length == 0) throw broken ?? new InvalidDataException("the response is empty");
        if (ServerWords.IsWebPage(text))
        {
            throw server.Hidden(new ChatServerException(403, $"the server sent a web page instead of an answer: {ServerWords.Of(text)}")
            {
                IsDoubtful = true,
            });
        }
        if (text[0] is not ('{' or '[' or '"')) throw broken ?? new InvalidDataException($"the response is not JSON: {server.Hide(ServerWords.Of(text))}");
        int count = 0;
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            string line = text[start..end].Trim();
            if (line.Length == 0) continue;
            bool isRead = true;
            foreach (JsonElement one in WireJson.ParseAll(line))
            {
                isRead = one.ValueKind == JsonValueKind.Object;
                if (!isRead) break;
                count++;
                yield return one;
            }
            if (isRead) continue;
            if (count == 0)
            {
                // One value over several lines.
                yield return broken is null ? WireJson.Parse(text) : WireJson.TryParse(text, out JsonElement whole) ? whole : throw broken;
                yield break;
            }
            // A whole answer with more text after it is complete. Of an answer in pieces, only a finish reason shows the end.
            bool isComplete = reader.FinishReason is not null || (count == 1 && reader.HasChoice && !reader.HasDelta);
            if (isComplete) yield break;
            throw broken ?? new InvalidDataException($"the response is cut, or has a line that is not JSON: {server.Hide(ServerWords.Of(line))}");
        }
    }
}
