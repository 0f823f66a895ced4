namespace DataCuration;

/// <summary>Reads a complete file, up to a limit.</summary>
internal static class WholeFile
{
    /// <summary>Reads and decompresses a file.</summary>
    /// <param name="segment">The file.</param>
    /// <param name="maxBytes">The maximum length of the decompressed content.</param>
    /// <param name="content">The content; of a file that is too long, its start.</param>
    /// <returns>True if the file is within the limit.</returns>
    public static bool TryRead(SourceSegment segment, int maxBytes, out ReadOnlyMemory<byte> content)
    {
        maxBytes = Math.Min(maxBytes, Array.MaxLength - 1);
        using SourceFileStream stream = SourceFileStream.Open(segment);
        if (!stream.IsCompressed && segment.FileLength > maxBytes) maxBytes = Math.Min(maxBytes, RecordFault.MaxRawBytes);
        // One more byte than allowed is needed to detect a longer file.
        long expected = stream.IsCompressed ? 4 * segment.FileLength : segment.FileLength + 1;
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(expected, 1, (long)maxBytes + 1));
        int filled = 0;
        while (true)
        {
            int read = stream.Read(bytes.AsSpan(filled));
            if (read == 0) break;
            filled += read;
            if (filled > maxBytes)
            {
                content = bytes.AsMemory(0, maxBytes);
                return false;
            }
            if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, (long)maxBytes + 1));
        }
        content = bytes.AsMemory(0, filled);
        return true;
    }
}
