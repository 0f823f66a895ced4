namespace DataCuration.Deduplication;

/// <summary>
/// The centroids of a corpus's vectors, and the vectors by cluster: later corpora are deduplicated against it (<see cref="SemanticDeduplication.Indexes"/>).
/// Made by <see cref="SemanticIndexFit"/>. Its folder can be copied: the folders <c>sorted</c>, <c>index</c> and <c>centroids</c> in it are enough.
/// </summary>
public sealed class SemanticIndex : IArtifact, ICorpusIndex
{
    internal const string Kind = "semantic", VectorName = "vectors", StartName = "starts";
    private readonly SortedIndex<SemanticEntry> index;
    private readonly IndexTable<float> vectors;
    private readonly IndexTable<long> starts;

    internal SemanticIndex(SortedIndex<SemanticEntry> index)
    {
        this.index = index;
        vectors = index.OpenTable<float>(VectorName, 1);
        starts = index.OpenTable<long>(StartName, 2);
        IReadOnlyList<string> hashes = index.HashesOf(SemanticRows.CentroidPhase);
        CentroidHash = hashes.Count > 0 ? hashes[0] : throw new InvalidDataException($"The index in '{index.Folder}' has no hash of its centroids.");
    }

    /// <summary>The folder of the index.</summary>
    public string Folder => index.Folder;

    /// <inheritdoc/>
    public string Fingerprint => index.Header.Fingerprint;

    /// <summary>The number of documents of the index's corpus.</summary>
    public long DocumentCount => index.Header.Documents;

    IndexHeader ICorpusIndex.Header => index.Header;

    /// <summary>The hash of the centroids: two indexes can be used together if it is the same.</summary>
    internal string CentroidHash { get; }

    /// <summary>Opens an index that was made before.</summary>
    /// <param name="folder">The folder of the index (<see cref="Folder"/>).</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The folder holds another kind of index, or a damaged header.</exception>
    public static SemanticIndex Load(string folder, IFileStore? files = null) => new(SortedIndex<SemanticEntry>.Load(folder, files, Kind));

    internal KMeansModel ReadCentroids()
    {
        string path = Path.Combine(Folder, SemanticRows.CentroidPhase, "part-00000" + SemanticRows.ModelSuffix);
        IndexHeader.Compare(path, index.Files, CentroidHash, Folder);
        using Stream stream = index.Files.OpenRead(path, FileReadPattern.Sequential);
        return KMeansModel.Read(stream);
    }

    /// <summary>Opens the clusters of a task.</summary>
    internal Part Open(int task) => new(index.Open(task), vectors.Open(task), starts.Open(task));

    /// <summary>The clusters of a task, with their documents in the order of the index's corpus.</summary>
    internal sealed class Part(RecordTablePart<SemanticEntry> entries, RecordTablePart<float> vectors, RecordTablePart<long> starts) : IDisposable
    {
        /// <summary>Returns the rows of a cluster.</summary>
        /// <param name="number">The number of the cluster in the task.</param>
        public (long First, long End) RowsOf(int number) => (starts.GetRow(number)[0], starts.GetRow(number + 1)[0]);

        public long IdOf(long row) => entries.GetRow(row)[0].Id;

        public ReadOnlySpan<float> VectorOf(long row) => vectors.GetRow(row);

        public void Dispose()
        {
            entries.Dispose();
            vectors.Dispose();
            starts.Dispose();
        }
    }
}
