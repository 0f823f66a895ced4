namespace DataCuration;

/// <summary>
/// A folder of tokenised documents in Megatron-LM's layout, as <see cref="TokenShardSink"/> writes it, mapped into memory: opening reads headers only, and memory is
/// the system's page cache. Documents are numbered from 0 in the order of the files' names. Reading is thread-safe; <see cref="Dispose"/> is not, while others read.
/// </summary>
public sealed class TokenShards : IArtifact, IDisposable
{
    private readonly TokenShardFile[] files;
    private readonly Lazy<string> fingerprint;
    private bool disposed;

    // What a run wrote that kept no document.
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
        fingerprint = new(ComputeFingerprint);
    }

    /// <summary>The folder that was opened.</summary>
    public string Folder { get; }

    /// <summary>How many pairs of <c>.bin</c> and <c>.idx</c> files there are.</summary>
    public int FileCount => files.Length;

    /// <summary>How many documents there are.</summary>
    public long DocumentCount { get; }

    /// <summary>How many tokens there are, end-of-document tokens included.</summary>
    public long TokenCount { get; }

    /// <summary>How many token ids the encoder has; null for files of others, which do not say.</summary>
    public int? VocabularySize { get; }

    /// <summary>The encoder's end-of-document token; null for files of others.</summary>
    public int? EndOfDocument { get; }

    /// <summary>Whether each document ends with <see cref="EndOfDocument"/>; null for files of others.</summary>
    public bool? EndsDocuments { get; }

    /// <summary>The fingerprint of <see cref="ITokenEncoder.Describe"/>, to compare with that of evaluation texts; null for files of others.</summary>
    public string? EncoderFingerprint { get; }

    /// <summary>
    /// What identifies the content: a hash over the number, the lengths and the order of all documents and the edges of each file (64 KiB at either end); not of names or times.
    /// Computed on first use.
    /// </summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder; its <c>*.idx</c> files are taken in ordinal order of their names without the ending.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder holds no <c>.idx</c> file.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not belong together; the message names it.</exception>
    public static TokenShards Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Token shards are little-endian and are read as they are.");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        string[] stems = [.. Directory.GetFiles(folder, "*" + TokenShardFile.IndexSuffix).Select(path => path[..^TokenShardFile.IndexSuffix.Length])];
        if (stems.Length == 0)
        {
            throw new FileNotFoundException($"'{folder}' holds no token shards (*{TokenShardFile.IndexSuffix}): nothing was written there, or the run that wrote there kept no document, and shards "
                + "without documents have no files.");
        }
        Array.Sort(stems, StringComparer.Ordinal);
        var files = new List<TokenShardFile>(stems.Length);
        try
        {
            long documents = 0;
            foreach (string stem in stems)
            {
                var file = new TokenShardFile(stem, documents);
                files.Add(file);
                documents += file.DocumentCount;
                CheckSameEncoder(files[0], file);
            }
            return new TokenShards(folder, [.. files]);
        }
        catch
        {
            foreach (TokenShardFile file in files) file.Dispose();
            throw;
        }
    }

    /// <summary>Opens what a finished run wrote: there may be no files, where <see cref="Open"/> must take the folder for a wrong one.</summary>
    internal static TokenShards OpenWritten(string folder, TokenShardSink sink) =>
        Directory.EnumerateFiles(folder, "*" + TokenShardFile.IndexSuffix).Any() ? Open(folder) : new TokenShards(folder, sink);

    /// <summary>A document's length in tokens.</summary>
    /// <param name="document">Its number.</param>
    public int GetLength(long document)
    {
        TokenShardFile file = Find(document);
        return file.GetLength(document - file.FirstDocument);
    }

    /// <summary>Reads a document's tokens.</summary>
    /// <param name="document">Its number.</param>
    /// <returns>Its tokens, the end-of-document token included.</returns>
    public int[] GetTokens(long document)
    {
        TokenShardFile file = Find(document);
        var tokens = new int[file.GetLength(document - file.FirstDocument)];
        file.Read(document - file.FirstDocument, 0, tokens);
        return tokens;
    }

    /// <summary>Reads a stretch of a document's tokens.</summary>
    /// <param name="document">Its number.</param>
    /// <param name="start">The first token wanted.</param>
    /// <param name="destination">Is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stretch goes beyond the document's end.</exception>
    public void Read(long document, int start, Span<int> destination)
    {
        TokenShardFile file = Find(document);
        file.Read(document - file.FirstDocument, start, destination);
    }

    /// <summary>Looks up a document's id and origin, in the side file.</summary>
    /// <param name="document">Its number.</param>
    /// <exception cref="FileNotFoundException">The files are of others and have no side file.</exception>
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
        return files[low]; // the last file that begins at or before the document: never an empty one, since the next begins at the same number
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
