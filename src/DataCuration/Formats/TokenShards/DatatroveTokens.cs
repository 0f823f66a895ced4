namespace DataCuration;

/// <summary>
/// A folder of tokens in the layout of datatrove, which nanotron trains on: <c>00000_unshuffled.ds</c> (tokens), <c>.ds.index</c> (ends of documents),
/// <c>.ds.metadata</c>, and <c>.ds.loss</c> if there is a loss mask. <see cref="Write"/> makes it from token shards. The files are mapped into memory; reading
/// is thread-safe.
/// </summary>
/// <remarks>
/// The layout is that of <c>datatrove/pipeline/tokens/tokenizer.py</c> (version 0.10.0), all little-endian. Tokens are uint16 for vocabularies up to 65,536 and
/// uint32 otherwise. The index has one uint64 for each document: its end in tokens from the start of the file. The metadata has three lines: the tokenizer's
/// name with <c>|</c> and the bytes of a token, the number of tokens, and that number for people. The loss file has one byte for each token: 0 without loss.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// using TokenShards shards = TokenShards.Open("curation/tokens");
/// DatatroveTokens.Write(shards, "nanotron", new() { TokenizerName = "gpt2", ShuffleSeed = 17 });
/// using DatatroveTokens written = DatatroveTokens.Open("nanotron");
/// Console.WriteLine($"{written.DocumentCount:N0} documents, {written.TokenCount:N0} tokens of {written.TokenBytes} bytes");
/// </code>
/// </example>
public sealed class DatatroveTokens : IDisposable
{
    private readonly DatatroveFile[] files;
    private bool disposed;

    private DatatroveTokens(string folder, DatatroveFile[] files)
    {
        Folder = folder;
        this.files = files;
        DocumentCount = files.Sum(file => file.DocumentCount);
        TokenCount = files.Sum(file => file.TokenCount);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The number of <c>.ds</c> files.</summary>
    public int FileCount => files.Length;

    /// <summary>The number of documents.</summary>
    public long DocumentCount { get; }

    /// <summary>The number of tokens.</summary>
    public long TokenCount { get; }

    /// <summary>The number of bytes of a token, 2 or 4: nanotron's <c>token_size_in_bytes</c>.</summary>
    public int TokenBytes => files[0].TokenBytes;

    /// <summary>The tokenizer's name; null if there is no metadata.</summary>
    public string? TokenizerName => files[0].TokenizerName;

    /// <summary>True if some tokens may have no loss.</summary>
    public bool HasMask => files.Any(file => file.HasMask);

    /// <summary>Writes token shards in datatrove's layout, with their loss mask if they have one.</summary>
    /// <param name="shards">The token shards.</param>
    /// <param name="folder">The folder, without <c>.ds</c> files. It is created if necessary.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <param name="cancellationToken">Stops between documents. What was written stays, without the last file's index.</param>
    /// <remarks>
    /// Token shards of other programs, whose vocabulary is unknown, are written with 4 bytes for a token. Memory: the tokens of one document, 8 bytes for
    /// each document of a file, and a buffer.
    /// </remarks>
    /// <exception cref="IOException">The folder has <c>.ds</c> files.</exception>
    public static void Write(TokenShards shards, string folder, DatatroveWriteOptions? options = null, IFileStore? files = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        files ??= LocalFileStore.Instance;
        if (files is LocalFileStore) Addresses.Refuse(folder);
        files.CreateFolder(folder);
        if (files.ListFiles(folder, DatatroveFile.TokensSuffix).FirstOrDefault() is { } other)
            throw new IOException($"'{folder}' already has token files, such as '{other}': a trainer would read them together with the new ones.");
        new DatatroveWriter(shards, folder, options, files).Write(cancellationToken);
    }

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder. Its <c>*.ds</c> files are read in ordinal order of their names.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder has no <c>.ds</c> file, or a file has no index.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files have tokens of different sizes; the message names the file.</exception>
    public static DatatroveTokens Open(string folder, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("The files are little-endian and are read as they are.");
        if (files is LocalFileStore) Addresses.Refuse(folder);
        if (!files.FolderExists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        string[] paths = [.. files.ListFiles(folder, DatatroveFile.TokensSuffix).Order(StringComparer.Ordinal)];
        if (paths.Length == 0) throw new FileNotFoundException($"'{folder}' holds no token files (*{DatatroveFile.TokensSuffix}).");
        var opened = new List<DatatroveFile>(paths.Length);
        try
        {
            long documents = 0;
            foreach (string path in paths)
            {
                var file = new DatatroveFile(files, path, documents);
                opened.Add(file);
                documents += file.DocumentCount;
                if (file.TokenBytes != opened[0].TokenBytes)
                    throw new InvalidDataException($"'{paths[0]}' has tokens of {opened[0].TokenBytes} bytes, and '{path}' of {file.TokenBytes}.");
            }
            return new(folder, [.. opened]);
        }
        catch
        {
            foreach (DatatroveFile file in opened) file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a document's tokens.</summary>
    /// <param name="document">The document's number, from 0, over all files.</param>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public int[] GetTokens(long document)
    {
        DatatroveFile file = Find(document);
        return file.GetTokens(document - file.FirstDocument);
    }

    /// <summary>Reads which tokens of a document have loss.</summary>
    /// <param name="document">The document's number, from 0, over all files.</param>
    /// <returns>True for each token with loss. All are true without a loss file.</returns>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public bool[] GetMask(long document)
    {
        DatatroveFile file = Find(document);
        return file.GetMask(document - file.FirstDocument);
    }

    /// <summary>Unmaps the files.</summary>
    public void Dispose()
    {
        disposed = true;
        foreach (DatatroveFile file in files) file.Dispose();
    }

    private DatatroveFile Find(long document)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if ((ulong)document >= (ulong)DocumentCount)
            throw new ArgumentOutOfRangeException(nameof(document), document, $"'{Folder}' holds {DocumentCount} documents, numbered from 0.");
        return files.Last(file => file.FirstDocument <= document && file.DocumentCount > 0);
    }
}
