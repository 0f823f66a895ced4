namespace DataCuration;

/// <summary>A record that could not be read as a document.</summary>
public sealed record RecordFault
{
    /// <summary>The maximum number of bytes of a faulty record that quarantine keeps: 16 KiB.</summary>
    public const int MaxRawBytes = 16 * 1024;

    /// <summary>The kind of fault, as a short constant in snake_case, such as <c>invalid_json</c>. See <see cref="RecordFaultReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>A message for people. It names the place in the record and the offending value.</summary>
    public required string Message { get; init; }

    /// <summary>The file, as the source lists it.</summary>
    public required string Source { get; init; }

    /// <summary>The record's byte offset in the (decompressed) file, or its row number.</summary>
    public required long Offset { get; init; }

    /// <summary>The record's length in bytes. Default: -1 (unknown).</summary>
    public long Length { get; init; } = -1;

    /// <summary>The first bytes of the record, at most <see cref="MaxRawBytes"/>. Default: empty.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }
}
