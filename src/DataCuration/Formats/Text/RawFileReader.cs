using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>Reads a shard's files one by one as raw documents. Used by one thread at a time.</summary>
internal sealed class RawFileReader(SourceShard shard, ReadLimits limits)
{
    private int next;

    /// <summary>The stored bytes of the files read or passed over so far, for progress.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether there is another file.</summary>
    public bool HasNext => next < shard.Segments.Length;

    /// <summary>Passes over the next file without opening it.</summary>
    public void Skip() => BytesRead += shard.Segments[next++].FileLength;

    /// <summary>Reads the next file; call only where <see cref="HasNext"/>.</summary>
    /// <param name="document">The document; its id is the path as shown, its content decompressed, its media type that of the extension.</param>
    /// <param name="fault">What is wrong with the file, if there is no document.</param>
    /// <returns>Whether there is a document.</returns>
    /// <exception cref="InvalidDataException">A compressed file is damaged.</exception>
    public bool TryReadNext([NotNullWhen(true)] out RawDocument? document, [NotNullWhen(false)] out RecordFault? fault)
    {
        SourceSegment segment = shard.Segments[next++];
        BytesRead += segment.FileLength;
        bool isWithinLimit = WholeFile.TryRead(segment, limits.MaxRecordBytes, out ReadOnlyMemory<byte> content);
        document = isWithinLimit ? new RawDocument { Id = segment.Path, Content = content, MediaType = MediaTypes.FromPath(segment.Path) } : null;
        fault = isWithinLimit ? null : FileFaults.TooLong(segment, limits.MaxRecordBytes, content);
        return isWithinLimit;
    }
}
