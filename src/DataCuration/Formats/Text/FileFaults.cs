namespace DataCuration;

/// <summary>Faults of files that consist of one record.</summary>
internal static class FileFaults
{
    public static RecordFault TooLong(SourceSegment segment, int limit, ReadOnlyMemory<byte> beginning)
    {
        // A plain file within the limit is not too long, so this one has been decompressed.
        bool isCompressed = segment.FileLength <= limit || SourceFileStream.IsCompressedPath(segment.Path);
        string length = isCompressed ? $"decompresses to more than {limit} bytes" : $"has {segment.FileLength} bytes; the limit is {limit}";
        return Make(RecordFaultReasons.RecordTooLong, $"the file {length}", segment, isCompressed ? -1 : segment.FileLength, beginning);
    }

    public static RecordFault Make(string reason, string message, SourceSegment segment, long length, ReadOnlyMemory<byte> content) => new()
    {
        Reason = reason,
        Message = message,
        Source = segment.Path,
        Offset = 0,
        Length = length,
        Raw = content[..Math.Min(content.Length, RecordFault.MaxRawBytes)].ToArray(),
    };
}
