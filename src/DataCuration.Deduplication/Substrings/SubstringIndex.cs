using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>
/// The texts of a corpus and the sorted anchors of their windows: later corpora are deduplicated against it (<see cref="SubstringDeduplication.Indexes"/>).
/// Made by <see cref="SubstringIndexFit"/>. Its folder can be copied: the folders <c>sorted</c> and <c>index</c>, and of <c>texts</c> the files
/// <c>*.symbols.records</c>, are enough.
/// </summary>
public sealed class SubstringIndex : IArtifact, ICorpusIndex
{
    internal const string Kind = "substring";
    private readonly SortedIndex<KnownAnchor> index;
    private readonly PhaseFiles? texts;

    internal SubstringIndex(SortedIndex<KnownAnchor> index, PhaseFiles? texts)
    {
        this.index = index;
        this.texts = texts;
        TextCount = index.HashesOf(KeptText.Phase).Count;
    }

    /// <summary>The folder of the index.</summary>
    public string Folder => index.Folder;

    /// <inheritdoc/>
    public string Fingerprint => index.Header.Fingerprint;

    /// <summary>The number of documents that are at least as long as a window.</summary>
    public long DocumentCount => index.Header.Documents;

    IndexHeader ICorpusIndex.Header => index.Header;

    /// <summary>The number of kept texts: that of the corpus's shards.</summary>
    internal int TextCount { get; }

    internal IndexTable<KnownAnchor> Anchors => index.Entries;

    /// <summary>Opens an index that was made before.</summary>
    /// <param name="folder">The folder of the index (<see cref="Folder"/>).</param>
    /// <param name="files">The store that it is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The folder holds another kind of index, or a damaged header.</exception>
    public static SubstringIndex Load(string folder, IFileStore? files = null) => new(SortedIndex<KnownAnchor>.Load(folder, files, Kind), null);

    internal IndexTable<T> OpenTexts<T>() where T : unmanaged, IBinaryInteger<T> => index.OpenTable<T>(KeptText.Phase, KeptText.Name, texts);
}
