namespace DataCuration.Deduplication;

/// <summary>
/// The hashes of a corpus's keys, sorted: later corpora are deduplicated against it (<see cref="ExactDeduplication.Indexes"/>). Made by
/// <see cref="ExactIndexFit"/>. Its folder can be copied: the folders <c>sorted</c> and <c>index</c> in it are enough.
/// </summary>
public sealed class ExactIndex : IArtifact, ICorpusIndex
{
    internal const string Kind = "exact";
    private readonly SortedIndex<ExactEntry> index;

    internal ExactIndex(SortedIndex<ExactEntry> index, PhaseFiles? documents)
    {
        this.index = index;
        Documents = documents;
    }

    /// <summary>The folder of the index.</summary>
    public string Folder => index.Folder;

    /// <inheritdoc/>
    public string Fingerprint => index.Header.Fingerprint;

    /// <summary>The number of documents with a key.</summary>
    public long DocumentCount => index.Header.Documents;

    /// <summary>The map phase with the table of documents; null for an index that was loaded.</summary>
    internal PhaseFiles? Documents { get; }

    internal int PartitionCount => index.Header.Parts.Count;

    IndexHeader ICorpusIndex.Header => index.Header;

    /// <summary>Opens an index that was made before.</summary>
    /// <param name="folder">The folder of the index (<see cref="Folder"/>).</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The folder holds another kind of index, or a damaged header.</exception>
    public static ExactIndex Load(string folder, IFileStore? files = null) => new(SortedIndex<ExactEntry>.Load(folder, files, Kind), null);

    internal RecordTablePart<ExactEntry> Open(int partition) => index.Open(partition);
}
