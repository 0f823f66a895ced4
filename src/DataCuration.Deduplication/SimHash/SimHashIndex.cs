namespace DataCuration.Deduplication;

/// <summary>
/// The fingerprints of a corpus, sorted by their search keys: later corpora are deduplicated against it (<see cref="SimHashDeduplication.Indexes"/>). Made by
/// <see cref="SimHashIndexFit"/>. Its folder can be copied: the folders <c>sorted</c> and <c>index</c> in it are enough.
/// </summary>
public sealed class SimHashIndex : IArtifact, ICorpusIndex
{
    internal const string Kind = "simhash";
    private readonly SortedIndex<SimHashEntry> index;

    internal SimHashIndex(SortedIndex<SimHashEntry> index, PhaseFiles? documents)
    {
        this.index = index;
        Documents = documents;
    }

    /// <summary>The folder of the index.</summary>
    public string Folder => index.Folder;

    /// <inheritdoc/>
    public string Fingerprint => index.Header.Fingerprint;

    /// <summary>The number of documents with a fingerprint.</summary>
    public long DocumentCount => index.Header.Documents;

    /// <summary>The map phase with the table of documents; null for an index that was loaded.</summary>
    internal PhaseFiles? Documents { get; }

    /// <summary>Opens an index that was made before.</summary>
    /// <param name="folder">The folder of the index (<see cref="Folder"/>).</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The folder holds another kind of index, or a damaged header.</exception>
    public static SimHashIndex Load(string folder, IFileStore? files = null) => new(SortedIndex<SimHashEntry>.Load(folder, files, Kind), null);

    IndexHeader ICorpusIndex.Header => index.Header;

    internal RecordTablePart<SimHashEntry> Open(int partition) => index.Open(partition);
}
