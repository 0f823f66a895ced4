using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataCuration;

/// <summary>Turns a record into a raw document, a drop or a fault.</summary>
internal sealed class WarcRecordSelector(WarcReadOptions options, int maxBytes)
{
    // Reports count by reason. A hostile file must not be able to create any number of reasons.
    private static readonly FrozenSet<string> KnownTypes =
        FrozenSet.ToFrozenSet(["warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation", "unknown"],
            StringComparer.Ordinal);

    private readonly FrozenSet<string> types = options.RecordTypes.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly FrozenSet<int> statuses = options.HttpStatuses.ToFrozenSet();
    private readonly FrozenSet<string> mediaTypes = options.MediaTypes.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Converts a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="path">The displayed path of the file.</param>
    /// <param name="document">The raw document. It has a drop reason if it is to be dropped.</param>
    /// <param name="fault">The fault, if there is no document.</param>
    public bool TryMake(WarcRecord record, string path, [NotNullWhen(true)] out RawDocument? document, [NotNullWhen(false)] out RecordFault? fault)
    {
        document = null;
        fault = FaultOf(record, path);
        if (fault is not null) return false;
        string id = record.Id is { Length: > 0 } own ? own : FormattableString.Invariant($"{path}@{record.Offset}");
        if (!types.Contains(record.Type))
        {
            document = Dropped(record, id, KnownTypes.Contains(record.Type) ? $"warc_{record.Type}" : "warc_other");
            return true;
        }
        // The first segment of a record with continuation records is incomplete, but not damaged.
        if (!options.KeepTruncated && record.Headers["WARC-Segment-Number"] is not null)
        {
            document = Dropped(record, id, "warc_segment");
            return true;
        }
        WarcHttpMessage? http = HttpOf(record);
        string mediaType = (http is null ? record.ContentType : http.MediaType ?? WarcHttpMessage.MediaTypeOf(record.Headers["WARC-Identified-Payload-Type"]))
            ?? "application/octet-stream";
        if (http is not null && statuses.Count > 0 && !(http.StatusCode is { } status && statuses.Contains(status)))
            document = Dropped(record, id, http.StatusCode is { } other
                ? string.Create(CultureInfo.InvariantCulture, $"http_status_{other}") : "http_status_none");
        else if (mediaTypes.Count > 0 && !mediaTypes.Contains(mediaType))
            document = Dropped(record, id, "media_type");
        if (document is not null) return true;
        ReadOnlyMemory<byte> content = record.Block;
        if (http is not null)
        {
            WarcHttpContent decoded = http.Decode(maxBytes);
            if (decoded.IsTooLong)
                fault = Fault(record, path, RecordFaultReasons.RecordTooLong,
                    FormattableString.Invariant($"the HTTP body of '{record.TargetUri}' has more than {maxBytes} bytes when it is decoded (MaxRecordBytes)"));
            else if (decoded.Error is not null && (!options.KeepTruncated || decoded.IsCoded))
            {
                string state = decoded.IsCoded ? "is not decoded" : FormattableString.Invariant($"decodes to {decoded.Bytes.Length} bytes and not further");
                fault = Fault(record, path, RecordFaultReasons.HttpBody, $"the HTTP body of '{record.TargetUri}' {state}: {decoded.Error}");
            }
            if (fault is not null) return false;
            if (decoded.IsCoded)
            {
                document = Dropped(record, id, "http_content_coding");
                return true;
            }
            content = decoded.Bytes;
        }
        document = new RawDocument
        {
            Id = id,
            Content = content,
            MediaType = mediaType,
            Url = record.TargetUri,
            Charset = http is null ? CharsetOf(record) : http.Charset,
            CapturedAt = record.Date
        };
        return true;
    }

    private RecordFault? FaultOf(WarcRecord record, string path)
    {
        string name = $"the {record.Type} record{(record.TargetUri is { } uri ? $" of '{uri}'" : "")}";
        WarcRecordProblems problems = record.Problems;
        if (problems == WarcRecordProblems.None) return null;
        if (problems.HasFlag(WarcRecordProblems.TooLong))
            return Fault(record, path, RecordFaultReasons.RecordTooLong,
                FormattableString.Invariant($"{name} has {record.BlockLength} bytes, the limit (MaxRecordBytes) is {maxBytes}"));
        if (problems.HasFlag(WarcRecordProblems.Damaged))
            return Fault(record, path, RecordFaultReasons.WarcDamaged,
                FormattableString.Invariant($"{name} is in a compressed member that fails its checksum; {record.Block.Length} bytes were read"));
        if (problems.HasFlag(WarcRecordProblems.Truncated) && !(options.KeepTruncated && record.BlockLength > 0))
            return Fault(record, path, RecordFaultReasons.WarcTruncated,
                FormattableString.Invariant($"{name} is truncated: {record.BlockLength} of {record.DeclaredLength} bytes are available"));
        return null;
    }

    private static RawDocument Dropped(WarcRecord record, string id, string reason) =>
        new() { Id = id, Content = default, Url = record.TargetUri, DropReason = reason, CapturedAt = record.Date };

    /// <summary>Returns the HTTP message of a record. A resource or conversion has none, even if it looks like one.</summary>
    private static WarcHttpMessage? HttpOf(WarcRecord record) =>
        record.ContentType == "application/http" || record.Type is "response" ? record.Http : null;

    private static string? CharsetOf(WarcRecord record)
    {
        string? value = record.Headers["Content-Type"];
        // The charset of a conversion is UTF-8 by convention of Common Crawl; no header says so.
        return value is null ? null : WarcHttpMessage.CharsetOf(value);
    }

    private static RecordFault Fault(WarcRecord record, string path, string reason, string message) => new()
    {
        Reason = reason,
        Message = message,
        Source = path,
        Offset = record.Offset,
        Length = record.BlockLength,
        Raw = record.Block[..Math.Min(record.Block.Length, RecordFault.MaxRawBytes)].ToArray(),
    };
}
