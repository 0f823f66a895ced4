namespace DataCuration;

/// <summary>A line that <see cref="LineReader"/> read.</summary>
/// <param name="Bytes">The line without its line end; the start of the line if it is too long. The memory is never overwritten.</param>
/// <param name="Offset">The byte offset of the line in the (decompressed) file.</param>
/// <param name="Length">The length of the whole line in bytes.</param>
/// <param name="IsTooLong">True if the line is longer than the reader's limit.</param>
internal readonly record struct TextLine(ReadOnlyMemory<byte> Bytes, long Offset, long Length, bool IsTooLong);
