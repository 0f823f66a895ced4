namespace DataCuration.Models;

/// <summary>
/// The files of a Hugging Face folder beside <c>config.json</c> and the weights, as they are: <c>generation_config.json</c>, and those of the tokenizer with
/// its special tokens and chat template. They are in memory, so that a loaded model can be written with them, even if its folder is gone by then.
/// </summary>
public sealed class CompanionFiles
{
    // A file that is copied should not fill the memory; the largest tokenizers have some 35 MB.
    private const long MaxBytes = 1 << 30;

    private static readonly string[] VocabularyNames = ["tokenizer.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model"];

    private readonly SortedDictionary<string, byte[]> contents;

    private CompanionFiles(SortedDictionary<string, byte[]> contents) => this.contents = contents;

    /// <summary>No files.</summary>
    public static CompanionFiles Empty { get; } = new(new(StringComparer.Ordinal));

    /// <summary>The names of the files, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. contents.Keys];

    /// <summary>The names of a tokenizer's files.</summary>
    internal static IReadOnlyList<string> TokenizerNames { get; } =
        [.. VocabularyNames, "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja", "chat_template.json"];

    /// <summary>Reads the files that a folder has.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">A file has more than 1 GiB.</exception>
    public static CompanionFiles Read(string folder, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        string full = files.GetFullPath(folder);
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string name in TokenizerNames.Append(GenerationConfiguration.FileName))
        {
            string path = Path.Combine(full, name);
            if (files.FileExists(path)) contents.Add(name, StrictJson.ReadFile(files, path, MaxBytes));
        }
        return new(contents);
    }

    /// <summary>Returns the content of a file; null if there is no such file.</summary>
    /// <param name="name">The file's name.</param>
    public ReadOnlyMemory<byte>? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return contents.TryGetValue(name, out byte[]? content) ? new ReadOnlyMemory<byte>(content) : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>
    /// Returns these files with the vocabulary of another tokenizer. The settings, special tokens and chat template of this one stay where the other has none.
    /// If the other one has no files, those of the tokenizer are left out.
    /// </summary>
    /// <param name="tokenizer">The files of the other tokenizer.</param>
    public CompanionFiles WithTokenizer(CompanionFiles tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        IEnumerable<string> replaced = tokenizer.contents.Count == 0 ? TokenizerNames : VocabularyNames;
        var changed = new SortedDictionary<string, byte[]>(contents, StringComparer.Ordinal);
        foreach (string name in replaced) changed.Remove(name);
        foreach ((string name, byte[] content) in tokenizer.contents)
            if (name != GenerationConfiguration.FileName) changed[name] = content;
        return new(changed);
    }

    /// <summary>Writes the files. Each appears complete or not at all.</summary>
    /// <param name="folder">The folder, which exists. Files of the same names are replaced.</param>
    /// <param name="files">The store to write to; null for the local file system.</param>
    public void Write(string folder, IFileStore? files = null) => Write(folder, files ?? LocalFileStore.Instance, Names);

    /// <summary>Writes those of the files that are named.</summary>
    internal void Write(string folder, IFileStore files, IEnumerable<string> names)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach (string name in names)
            if (contents.TryGetValue(name, out byte[]? content)) AtomicStoreFile.Write(files, Path.Combine(files.GetFullPath(folder), name), content);
    }
}
