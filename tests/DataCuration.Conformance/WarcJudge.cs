using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>
/// Compares crawl files with what warcio (1.7) reads from them: all its records, by type, and all its responses, by address and SHA-1 of the decoded payload.
/// Anything else that is read is a recovery, and listed. If warcio reads a record or payload where there is no such thing, that is an exception;
/// <see cref="Exception"/> has the rules.
/// </summary>
public static class WarcJudge
{
    /// <summary>The name of the file with warcio's results.</summary>
    public const string ExpectedName = "expected.json";

    private const int MaxPayloadBytes = 64 << 20;

    /// <summary>Checks every file that a folder's list names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="report">Receives the results.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    public static void Judge(string folder, JudgeReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ExpectedName)));
        foreach (JsonProperty file in list.RootElement.EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            report.Case(file.Name, "records", checks => JudgeFile(Path.Combine(folder, file.Name), file, checks, report));
        }
    }

    private static void JudgeFile(string path, JsonProperty expected, CaseJudge checks, JudgeReport report)
    {
        var losses = new List<WarcLoss>();
        using WarcReader reader = WarcReader.Open(path);
        List<WarcRecord> records = [.. reader.ReadRecords(losses.Add)];
        var missing = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonProperty type in expected.Value.GetProperty("types").EnumerateObject()) missing[type.Name] = type.Value.GetInt32();
        foreach (WarcRecord record in records) missing[record.Type] = missing.GetValueOrDefault(record.Type) - 1;
        List<Payload> payloads = [.. records.Where(record => record.Type == "response").Select(record => new Payload(record))];
        bool hasError = expected.Value.TryGetProperty("warcio_error", out _);
        foreach (JsonElement response in expected.Value.GetProperty("responses").EnumerateArray())
        {
            string uri = response.GetProperty("uri").GetString() ?? "";
            string hash = response.GetProperty("payload_sha1").GetString()!;
            int at = payloads.FindIndex(payload => payload.Uri == uri && Sha1(payload.Content.Span) == hash);
            if (at >= 0)
            {
                payloads.RemoveAt(at);
                continue;
            }
            if (Exception(response, uri, hash, payloads, hasError, out bool isNoRecord) is not { } reason)
            {
                Payload? near = payloads.Find(payload => payload.Uri == uri);
                checks.Fail("response", $"{uri} {hash} ({response.GetProperty("payload_bytes").GetInt32()} bytes)", near is null ? "none of this address"
                    : $"{near.Content.Length} bytes ({near.Record.Problems})");
                continue;
            }
            if (isNoRecord) missing["response"]--;
            report.Note($"exception {expected.Name}: {Printable(uri)}: {reason}");
        }
        foreach ((string type, int count) in missing)
            if (count > 0) checks.Fail($"{type} records", (count + records.Count(record => record.Type == type)).ToString(CultureInfo.InvariantCulture),
                records.Count(record => record.Type == type).ToString(CultureInfo.InvariantCulture));
        int expectedCount = expected.Value.GetProperty("records").GetInt32();
        int suspect = records.Count(record => record.Problems != WarcRecordProblems.None);
        if (records.Count > expectedCount || suspect > 0 || losses.Count > 0 || hasError)
            report.Note($"recovery  {expected.Name}: {records.Count} records, warcio {expectedCount}; {suspect} with problems, {losses.Count} losses");
        foreach (WarcRecord record in records.Where(record => record.Problems != WarcRecordProblems.None).Take(5))
            report.Note(
                $"    record at {record.Offset}: {record.Type} {record.TargetUri}: {record.Problems}, {record.BlockLength} of {record.DeclaredLength} bytes");
        foreach (WarcLoss loss in losses.Take(5)) report.Note($"    lost at {loss.Offset}, {loss.Length} bytes: {loss.Reason}: {Printable(loss.Message)}");
    }

    /// <summary>Returns the reason why a response need not be read as warcio reads it; null if it must.</summary>
    private static string? Exception(JsonElement response, string uri, string hash, List<Payload> payloads, bool hasError, out bool isNoRecord)
    {
        bool hasStatus = response.GetProperty("status").ValueKind != JsonValueKind.Null;
        int length = response.GetProperty("payload_bytes").GetInt32();
        isNoRecord = !hasStatus && length == 0 && !IsAddress(uri);
        if (isNoRecord) return "no record: what warcio took for an address is none";
        int at = payloads.FindIndex(payload => payload.Uri == uri && payload.Record.Http is null && !hasStatus && length == 0);
        if (at >= 0)
        {
            payloads.RemoveAt(at);
            return "a record without an HTTP message: warcio looks for one, and gives no payload";
        }
        // Every payload starts with an empty one. So more can be right only if warcio stopped soon after.
        at = payloads.FindIndex(payload => payload.Uri == uri && payload.Content.Length > length && (length > 0 || hasError)
            && Sha1(payload.Content.Span[..length]) == hash);
        if (at >= 0)
        {
            string reason = string.Create(CultureInfo.InvariantCulture,
                $"better: warcio's payload of {length} bytes is the beginning of the {payloads[at].Content.Length} read");
            payloads.RemoveAt(at);
            return reason;
        }
        at = payloads.FindIndex(payload => payload.Uri == uri && payload.IsDecodedFrom(hash));
        if (at >= 0)
        {
            payloads.RemoveAt(at);
            return "better: warcio left a chunked or compressed body as it was";
        }
        const WarcRecordProblems Lengths = WarcRecordProblems.LengthWrong | WarcRecordProblems.LengthMissing;
        at = payloads.FindIndex(payload => payload.Uri == uri && (payload.Record.Problems & Lengths) != 0
            && payload.Content.Length < length && IsBeginning(payload, hash));
        if (at < 0) return null;
        payloads.RemoveAt(at);
        return "better: the record's length is wrong, and warcio's payload has line ends or other records behind its end";
    }

    /// <summary>
    /// Returns true if warcio's payload is this one plus the line ends after the record, or if the block's own digest proves that the block is complete.
    /// </summary>
    private static bool IsBeginning(Payload payload, string hash)
    {
        foreach (string lineEnds in (string[])["\r\n\r\n", "\n\n", "\r\n", "\n"])
            if (Sha1([.. payload.Content.Span, .. System.Text.Encoding.ASCII.GetBytes(lineEnds)]) == hash) return true;
        return payload.Record.Headers["WARC-Block-Digest"] is { } digest && WarcDigest.Matches(digest, payload.Record.Block.Span);
    }

    private static bool IsAddress(string uri) => uri.All(character => character is > ' ' and < '\u007f') && Uri.TryCreate(uri, UriKind.Absolute, out _);

    // The list's hashes are SHA-1. They distinguish payloads and have no security purpose.
#pragma warning disable CA5350
    private static string Sha1(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes));
#pragma warning restore CA5350

    private static string Printable(string text)
    {
        string shown = string.Concat(text.Select(character => char.IsControl(character) ? '.' : character));
        return shown.Length <= 160 ? shown : shown[..160] + "…";
    }

    private sealed class Payload(WarcRecord record)
    {
        public WarcRecord Record => record;

        public string Uri { get; } = record.TargetUri ?? "";

        public ReadOnlyMemory<byte> Content => Decoded?.Bytes ?? record.Block;

        private WarcHttpContent? Decoded { get; } = record.Http?.Decode(MaxPayloadBytes);

        /// <summary>Returns true if a hash is that of the body before any codings, all of them or the content codings, were removed without an error.</summary>
        public bool IsDecodedFrom(string hash) =>
            record.Http is { } http && Decoded is { Error: null, Note: null, IsTooLong: false } && !Content.Span.SequenceEqual(http.Body.Span)
            && (Sha1(http.Body.Span) == hash || Sha1(HttpBodyDecoder.Dechunk(http.Body, out _).Span) == hash);
    }
}
