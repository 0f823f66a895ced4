using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>Reads the files of a shard as raw documents. It is used by one thread at a time.</summary>
internal sealed class RawFileReader(SourceShard shard, ReadLimits limits)
{
    private int next;

    /// <summary>The stored bytes of the files read or skipped so far, for progress.</summary>
    public long BytesRead { get; private set; }

    /// <summary>True if there is another file.</summary>
    public bool HasNext => next < shard.Segments.Length;

    /// <summary>Skips the next file without opening it.</summary>
    public void Skip() => BytesRead += shard.Segments[next++].FileLength;

    /// <summary>Reads the next file. Call it only if <see cref="HasNext"/> is true.</summary>
    /// <param name="document">The document. Its id is the displayed path, its content is decompressed, and its media type follows from the extension.</param>
    /// <param name="fault">The fault of the file, if there is no document.</param>
    /// <returns>True if there is a document.</returns>
    /// <exception cref="InvalidDataException">A compressed file is damaged.</exception>
    public bool TryReadNext([NotNullWhen(true)] out RawDocument? document, [NotNullWhen(false)] out RecordFault? fault)
    {
        SourceSegment segment = shard.Segments[next++];
        BytesRead += segment.FileLength;
        bool isWithinLimit = WholeFile.TryRead(segment, limits.MaxRecordBytes, out ReadOnlyMemory<byte> content);
        document = isWithinLimit ? new RawDocument { Id = segment.Path, Content = content, MediaType = MediaTypes.Of(segment.Path, content.Span) } : null;
        fault = isWithinLimit ? null : FileFaults.TooLong(segment, limits.MaxRecordBytes, content);
        return isWithinLimit;
    }
}
