namespace DataCuration;

/// <summary>
/// A folder of tokenized documents in Megatron-LM's layout, as <see cref="TokenShardSink"/> writes it, mapped into memory. Opening reads only headers, and
/// the page cache of the system holds the data. Documents are numbered from 0 in the order of the file names. Reading is thread-safe; calling
/// <see cref="Dispose"/> while others read is not.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// using TokenShards shards = await Corpus.FromJsonl("clean/*.jsonl").WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run);
/// Console.WriteLine($"{shards.DocumentCount:N0} documents, {shards.TokenCount:N0} tokens");
/// int[] tokens = shards.GetTokens(0);
/// Console.WriteLine($"{tokens.Length} tokens in the document {shards.GetDocument(0).Id}");
/// </code>
/// </example>
public sealed class TokenShards : IArtifact, IDisposable
{
    private readonly TokenShardFile[] files;
    private readonly Lazy<string> fingerprint;
    private bool disposed;

    // The output of a run that kept no document.
    private TokenShards(string folder, TokenShardSink sink)
    {
        Folder = folder;
        files = [];
        VocabularySize = sink.Encoder.VocabularySize;
        EndOfDocument = sink.Encoder.EndOfDocument;
        EndsDocuments = sink.AppendEndOfDocument;
        var encoder = new FingerprintWriter();
        sink.Encoder.Describe(encoder);
        EncoderFingerprint = encoder.ToFingerprint();
        HasMask = sink.Tokenizer is not null;
        fingerprint = new(ComputeFingerprint);
    }

    private TokenShards(string folder, TokenShardFile[] files)
    {
        Folder = folder;
        this.files = files;
        DocumentCount = files.Sum(file => file.DocumentCount);
        TokenCount = files.Sum(file => file.TokenCount);
        TokenShardSummary? summary = files[0].Summary;
        VocabularySize = summary?.VocabularySize;
        EndOfDocument = summary?.EndOfDocument;
        EndsDocuments = summary?.EndsDocuments;
        EncoderFingerprint = summary?.Encoder;
        HasMask = files.Any(file => file.Summary is { HasMask: true });
        fingerprint = new(ComputeFingerprint);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The number of pairs of <c>.bin</c> and <c>.idx</c> files.</summary>
    public int FileCount => files.Length;

    /// <summary>The number of documents.</summary>
    public long DocumentCount { get; }

    /// <summary>The number of tokens, including end-of-document tokens.</summary>
    public long TokenCount { get; }

    /// <summary>The encoder's number of token ids; null for files that another program wrote.</summary>
    public int? VocabularySize { get; }

    /// <summary>The encoder's end-of-document token; null for files that another program wrote.</summary>
    public int? EndOfDocument { get; }

    /// <summary>True if each document ends with <see cref="EndOfDocument"/>; null for files that another program wrote.</summary>
    public bool? EndsDocuments { get; }

    /// <summary>True if some tokens may have no loss: an <see cref="IDocumentTokenizer"/> wrote them.</summary>
    public bool HasMask { get; }

    /// <summary>
    /// The fingerprint of <see cref="ITokenEncoder.Describe"/>, for comparison with that of evaluation texts; null for files that another program wrote.
    /// </summary>
    public string? EncoderFingerprint { get; }

    /// <summary>
    /// A hash that identifies the content: number, lengths and order of all documents, and the edges of each file (64 KiB at either end). Names and times are
    /// not part of it. It is computed on first use.
    /// </summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder. Its <c>*.idx</c> files are read in ordinal order of their names without extension.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder has no <c>.idx</c> file.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not match; the message names the file.</exception>
    public static TokenShards Open(string folder, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Token shards are little-endian and are read as they are.");
        if (files is LocalFileStore) Addresses.Refuse(folder);
        if (!files.FolderExists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        string[] stems = [.. files.ListFiles(folder, TokenShardFile.IndexSuffix).Select(path => path[..^TokenShardFile.IndexSuffix.Length])];
        if (stems.Length == 0)
        {
            throw new FileNotFoundException($"'{folder}' holds no token shards (*{TokenShardFile.IndexSuffix}): nothing was written there, or the run that "
                + $"wrote there kept no document, and shards "
                + "without documents have no files.");
        }
        Array.Sort(stems, StringComparer.Ordinal);
        var opened = new List<TokenShardFile>(stems.Length);
        try
        {
            long documents = 0;
            foreach (string stem in stems)
            {
                var file = new TokenShardFile(files, stem, documents);
                opened.Add(file);
                documents += file.DocumentCount;
                CheckSameEncoder(opened[0], file);
            }
            return new TokenShards(folder, [.. opened]);
        }
        catch
        {
            foreach (TokenShardFile file in opened) file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the output of a finished run. Unlike for <see cref="Open"/>, a folder without files is valid.</summary>
    internal static TokenShards OpenWritten(string folder, TokenShardSink sink, IFileStore? files = null) =>
        (files ?? LocalFileStore.Instance).ListFiles(folder, TokenShardFile.IndexSuffix).Any() ? Open(folder, files) : new TokenShards(folder, sink);

    /// <summary>Gets the length of a document in tokens.</summary>
    /// <param name="document">The document's number.</param>
    public int GetLength(long document)
    {
        TokenShardFile file = Find(document);
        return file.GetLength(document - file.FirstDocument);
    }

    /// <summary>Reads a document's tokens.</summary>
    /// <param name="document">The document's number.</param>
    /// <returns>The tokens, including the end-of-document token.</returns>
    public int[] GetTokens(long document)
    {
        TokenShardFile file = Find(document);
        var tokens = new int[file.GetLength(document - file.FirstDocument)];
        file.Read(document - file.FirstDocument, 0, tokens);
        return tokens;
    }

    /// <summary>Reads a part of a document's tokens.</summary>
    /// <param name="document">The document's number.</param>
    /// <param name="start">The index of the first token.</param>
    /// <param name="destination">The buffer to fill.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part exceeds the document.</exception>
    public void Read(long document, int start, Span<int> destination)
    {
        TokenShardFile file = Find(document);
        file.Read(document - file.FirstDocument, start, destination);
    }

    /// <summary>Reads which tokens of a document have loss.</summary>
    /// <param name="document">The document's number.</param>
    /// <param name="start">The index of the first token.</param>
    /// <param name="hasLoss">Receives true for each token that a training learns to predict. All are true without <see cref="HasMask"/>.</param>
    public void ReadMask(long document, int start, Span<bool> hasLoss)
    {
        TokenShardFile file = Find(document);
        file.ReadMask(document - file.FirstDocument, start, hasLoss);
    }

    /// <summary>Reads a document's id and origin from the side file.</summary>
    /// <param name="document">The document's number.</param>
    /// <exception cref="FileNotFoundException">Another program wrote the files, so there is no side file.</exception>
    public TokenizedDocument GetDocument(long document)
    {
        TokenShardFile file = Find(document);
        return file.GetDocument(document - file.FirstDocument);
    }

    /// <summary>Unmaps the files.</summary>
    public void Dispose()
    {
        disposed = true;
        foreach (TokenShardFile file in files) file.Dispose();
    }

    private TokenShardFile Find(long document)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if ((ulong)document >= (ulong)DocumentCount)
            throw new ArgumentOutOfRangeException(nameof(document), document, $"'{Folder}' holds {DocumentCount} documents, numbered from 0.");
        int low = 0;
        int high = files.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (files[middle].FirstDocument <= document) low = middle;
            else high = middle - 1;
        }
        return files[low]; // the last file that starts at or before the document; never an empty one, since the next file starts at the same number
    }

    private string ComputeFingerprint()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var writer = new FingerprintWriter();
        writer.Add("encoder", EncoderFingerprint);
        for (int i = 0; i < files.Length; i++) files[i].Describe(writer, i);
        return writer.ToFingerprint();
    }

    private static void CheckSameEncoder(TokenShardFile first, TokenShardFile file)
    {
        if (first.Summary?.Encoder != file.Summary?.Encoder || first.Summary?.EndsDocuments != file.Summary?.EndsDocuments)
        {
            throw new InvalidDataException($"'{first.Stem}' and '{file.Stem}' do not belong together: their encoders ({first.Summary?.Encoder ?? "unknown"}, "
                + $"{file.Summary?.Encoder ?? "unknown"}) or their use of end-of-document tokens differ.");
        }
    }
}
