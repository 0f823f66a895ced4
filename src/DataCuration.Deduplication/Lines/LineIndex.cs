namespace DataCuration.Deduplication;

/// <summary>
/// The distinct lines of a corpus by site, as sorted 128-bit hashes with their numbers of copies: later corpora are deduplicated against it
/// (<see cref="LineDeduplication.Indexes"/>). Made by <see cref="LineIndexFit"/>. Its folder can be copied: the folders <c>sorted</c> and <c>index</c> are
/// enough.
/// </summary>
public sealed class LineIndex : IArtifact, ICorpusIndex
{
    internal const string Kind = "line";
    private readonly SortedIndex<LineEntry> index;

    internal LineIndex(SortedIndex<LineEntry> index) => this.index = index;

    /// <summary>The folder of the index.</summary>
    public string Folder => index.Folder;

    /// <inheritdoc/>
    public string Fingerprint => index.Header.Fingerprint;

    /// <summary>The number of documents that have lines to compare.</summary>
    public long DocumentCount => index.Header.Documents;

    IndexHeader ICorpusIndex.Header => index.Header;

    /// <summary>Opens an index that was made before.</summary>
    /// <param name="folder">The folder of the index (<see cref="Folder"/>).</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The folder holds another kind of index, or a damaged header.</exception>
    public static LineIndex Load(string folder, IFileStore? files = null) => new(SortedIndex<LineEntry>.Load(folder, files, Kind));

    /// <summary>Opens the lines of a partition of a corpus.</summary>
    internal IndexCursor<LineEntry> Open(int partition, int partitions) => new(index.Entries, line => line.High, partition, partitions);
}
