namespace DataCuration.Deduplication;

/// <summary>
/// The bands of a corpus's signatures, sorted: later corpora are deduplicated against it (<see cref="MinHashDeduplication.Indexes"/>). Made by
/// <see cref="MinHashIndexFit"/>. Its folder can be copied: the folders <c>sorted</c>, <c>index</c> and <c>shingles</c> in it are enough.
/// </summary>
public sealed class MinHashIndex : IArtifact, ICorpusIndex
{
    internal const string Kind = "minhash";
    private readonly SortedIndex<BandEntry> index;
    private readonly PhaseFiles? shingles;

    internal MinHashIndex(SortedIndex<BandEntry> index, PhaseFiles? documents, PhaseFiles? shingles)
    {
        this.index = index;
        this.shingles = shingles;
        Documents = documents;
    }

    /// <summary>The folder of the index.</summary>
    public string Folder => index.Folder;

    /// <inheritdoc/>
    public string Fingerprint => index.Header.Fingerprint;

    /// <summary>The number of documents with a signature.</summary>
    public long DocumentCount => index.Header.Documents;

    /// <summary>True if the index holds the shingles of its documents (<see cref="MinHashIndexFit.KeepsShingles"/>).</summary>
    public bool HasShingles => index.Header.HasShingles;

    /// <summary>The map phase with the table of documents; null for an index that was loaded.</summary>
    internal PhaseFiles? Documents { get; }

    internal int PartitionCount => index.Header.Parts.Count;

    IndexHeader ICorpusIndex.Header => index.Header;

    /// <summary>Opens an index that was made before.</summary>
    /// <param name="folder">The folder of the index (<see cref="Folder"/>).</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The folder holds another kind of index, or a damaged header.</exception>
    public static MinHashIndex Load(string folder, IFileStore? files = null) => new(SortedIndex<BandEntry>.Load(folder, files, Kind), null, null);

    internal ShingleSets OpenShingles() => shingles is not null ? new(shingles)
        : new(index.Files, (shard, suffix) => Path.Combine(Folder, MinHashIndexFit.ShinglesPhase, FormattableString.Invariant($"part-{shard:D5}{suffix}")));

    internal RecordTablePart<BandEntry> Open(int partition) => index.Open(partition);
}
