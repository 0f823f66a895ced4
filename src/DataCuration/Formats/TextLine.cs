namespace DataCuration;

/// <summary>A line as <see cref="LineReader"/> finds it.</summary>
/// <param name="Bytes">The line without its line end; of a line that is too long, its beginning. Never overwritten later.</param>
/// <param name="Offset">The byte offset of the first of them in the (decompressed) file.</param>
/// <param name="Length">The whole line's length in bytes.</param>
/// <param name="IsTooLong">Whether the line is longer than the reader's limit.</param>
internal readonly record struct TextLine(ReadOnlyMemory<byte> Bytes, long Offset, long Length, bool IsTooLong);
