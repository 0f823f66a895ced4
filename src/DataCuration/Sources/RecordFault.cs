namespace DataCuration;

/// <summary>A record that could not be read as a document.</summary>
/// <param name="Reason">What is wrong, as a short constant in snake_case, such as <c>invalid_json</c>.</param>
/// <param name="Message">What is wrong, for people: names the place in the record and the offending value.</param>
/// <param name="Source">The file, as the source lists it.</param>
/// <param name="Offset">The record's byte offset in the (decompressed) file, or its row number.</param>
/// <param name="Length">The record's length in bytes, or -1 if unknown.</param>
/// <param name="Raw">The record's first bytes (at most <see cref="MaxRawBytes"/>).</param>
public sealed record RecordFault(string Reason, string Message, string Source, long Offset, long Length, ReadOnlyMemory<byte> Raw)
{
    /// <summary>How much of a faulty record is kept in quarantine: 16 KiB.</summary>
    public const int MaxRawBytes = 16 * 1024;
}
