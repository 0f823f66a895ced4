using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>Serializes records. All numbers are little endian; sizes are in bytes.</summary>
/// <remarks>
/// <para>Head (36): marker (4), body length (4), key (16), XxHash3 of the body (8), low half of XxHash3 of the 32 bytes before (4).</para>
/// <para>
/// Body: length of the model's name (2), the name, input tokens (8), output tokens (8), cached input tokens (8, see <see cref="HasCached"/>), and the rest as
/// JSON, which any program can read.
/// </para>
/// <para>
/// The head has its own hash, so that a damaged length is never used. JSON cannot contain the control characters of the marker, so no answer can look like a
/// record.
/// </para>
/// </remarks>
internal static class LedgerRecord
{
    public const int HeadBytes = 36;
    private const int FixedBodyBytes = 2 + 8 + 8;

    /// <summary>
    /// A flag in the length of the model's name: cached input tokens (8) follow the output tokens. Without cached tokens, both are absent. No name is long
    /// enough to set it.
    /// </summary>
    private const int HasCached = 1 << 15;

    /// <summary>
    /// The maximum length of a body; a larger one in a file is damage. <see cref="EndpointOptions.MaxAnswerChars"/> and
    /// <see cref="LanguageModelCall.MaxNameChars"/> keep bodies below it, at six bytes for each UTF-16 unit (<c>\u4E00</c>).
    /// </summary>
    public const int MaxBodyBytes = 256 << 20;

    public static ReadOnlySpan<byte> Marker => [0x00, (byte)'D', (byte)'C', 0x1E];

    /// <exception cref="ArgumentException">The record would be too large to be read back.</exception>
    public static byte[] Serialize(UInt128 key, LedgerEntry entry, int maxBodyBytes = MaxBodyBytes)
    {
        byte[] model = Encoding.UTF8.GetBytes(entry.Answer.Model);
        if (model.Length >= HasCached) throw new ArgumentException("The model's name has 32 KiB or more.", nameof(entry));
        long cached = entry.Answer.CachedInputTokens;
        int fixedBytes = FixedBodyBytes + model.Length + (cached > 0 ? sizeof(long) : 0);
        var buffer = new ArrayBufferWriter<byte>(1024);
        Span<byte> fixedPart = buffer.GetSpan(HeadBytes + fixedBytes);
        fixedPart[..HeadBytes].Clear();
        Span<byte> body = fixedPart[HeadBytes..];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)(model.Length | (cached > 0 ? HasCached : 0)));
        model.CopyTo(body[2..]);
        BinaryPrimitives.WriteInt64LittleEndian(body[(2 + model.Length)..], entry.Answer.InputTokens);
        BinaryPrimitives.WriteInt64LittleEndian(body[(10 + model.Length)..], entry.Answer.OutputTokens);
        if (cached > 0) BinaryPrimitives.WriteInt64LittleEndian(body[(18 + model.Length)..], cached);
        buffer.Advance(HeadBytes + fixedBytes);
        using (var json = new Utf8JsonWriter(buffer)) Write(json, entry);
        if (buffer.WrittenCount - HeadBytes > maxBodyBytes)
            throw new ArgumentException($"Task '{entry.Task}', document '{AnswerText.OneLine(entry.DocumentId, 200)}': a record of "
                + $"{buffer.WrittenCount - HeadBytes} bytes could not be read back; the limit is {maxBodyBytes}.", nameof(entry));
        byte[] record = buffer.WrittenSpan.ToArray();
        Marker.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), record.Length - HeadBytes);
        BinaryPrimitives.WriteUInt128LittleEndian(record.AsSpan(8), key);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(24), XxHash3.HashToUInt64(record.AsSpan(HeadBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(32), unchecked((uint)XxHash3.HashToUInt64(record.AsSpan(0, 32))));
        return record;
    }

    public static bool TryReadHead(ReadOnlySpan<byte> head, out int bodyBytes, out UInt128 key, out ulong bodyHash)
    {
        bodyBytes = 0;
        key = default;
        bodyHash = 0;
        if (head.Length < HeadBytes || !head.StartsWith(Marker)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[32..]) != unchecked((uint)XxHash3.HashToUInt64(head[..32]))) return false;
        bodyBytes = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        key = BinaryPrimitives.ReadUInt128LittleEndian(head[8..]);
        bodyHash = BinaryPrimitives.ReadUInt64LittleEndian(head[24..]);
        return bodyBytes is >= FixedBodyBytes and <= MaxBodyBytes;
    }

    /// <summary>Reads the model and token counts of a body with a valid hash, for budgets.</summary>
    public static (string Model, TokenCounts Tokens) ReadUsage(ReadOnlySpan<byte> body)
    {
        (int length, int fixedBytes) = ReadLengths(body);
        if (fixedBytes > body.Length) return ("", default); // forged with a valid hash: no version of this library writes such a body
        ReadOnlySpan<byte> counts = body[(2 + length)..fixedBytes];
        return (Encoding.UTF8.GetString(body.Slice(2, length)), new(
            BinaryPrimitives.ReadInt64LittleEndian(counts), BinaryPrimitives.ReadInt64LittleEndian(counts[8..]), counts.Length > 16
                ? BinaryPrimitives.ReadInt64LittleEndian(counts[16..]) : 0));
    }

    public static LedgerEntry Deserialize(ReadOnlyMemory<byte> body)
    {
        (string model, TokenCounts tokens) = ReadUsage(body.Span);
        int start = Math.Min(body.Length, ReadLengths(body.Span).FixedBytes);
        using JsonDocument json = JsonDocument.Parse(body[start..]);
        JsonElement root = json.RootElement;
        var answer = new LanguageModelAnswer
        {
            Text = Text("answer") ?? "",
            FinishReason = Text("finish_reason"),
            Model = model,
            InputTokens = tokens.Input,
            OutputTokens = tokens.Output,
            CachedInputTokens = tokens.CachedInput,
            ReasoningTokens = root.TryGetProperty("reasoning_tokens", out JsonElement thought) && thought.TryGetInt64(out long reasoning) ? reasoning : 0,
            TokensAreEstimated = root.TryGetProperty("tokens_estimated", out JsonElement estimated) && estimated.ValueKind == JsonValueKind.True,
            ServedBy = Text("served_by"),
            Latency = TimeSpan.FromMilliseconds(root.GetProperty("latency_ms").GetDouble()),
            FromLedger = true,
        };
        return new()
        {
            DocumentId = Text("document") ?? "",
            Task = Text("task") ?? "",
            PromptVersion = Text("prompt_version") ?? "",
            Attempt = root.GetProperty("attempt").GetInt32(),
            Parameters = Text("parameters") ?? "",
            Answer = answer,
        };

        string? Text(string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }

    private static (int Model, int FixedBytes) ReadLengths(ReadOnlySpan<byte> body)
    {
        int first = BinaryPrimitives.ReadUInt16LittleEndian(body), model = first & (HasCached - 1);
        return (model, FixedBodyBytes + model + ((first & HasCached) != 0 ? sizeof(long) : 0));
    }

    private static void Write(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("document", entry.DocumentId);
        json.WriteString("task", entry.Task);
        json.WriteString("prompt_version", entry.PromptVersion);
        json.WriteNumber("attempt", entry.Attempt);
        json.WriteString("parameters", entry.Parameters);
        json.WriteNumber("latency_ms", Math.Round(entry.Answer.Latency.TotalMilliseconds, 3));
        if (entry.Answer.ServedBy is not null) json.WriteString("served_by", entry.Answer.ServedBy);
        if (entry.Answer.FinishReason is not null) json.WriteString("finish_reason", entry.Answer.FinishReason);
        if (entry.Answer.ReasoningTokens > 0) json.WriteNumber("reasoning_tokens", entry.Answer.ReasoningTokens);
        if (entry.Answer.TokensAreEstimated) json.WriteBoolean("tokens_estimated", true);
        json.WriteString("answer", entry.Answer.Text);
        json.WriteEndObject();
    }
}
