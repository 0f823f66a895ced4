using System.IO.Hashing;

namespace DataCuration.Tokenization;

/// <summary>A tokenizer with more tokens, made by <see cref="VocabularyExtension"/>: a <c>tokenizer.json</c>, the new tokens, and the fertility.</summary>
public sealed class ExtendedTokenizer : IArtifact
{
    private readonly byte[] json, additions;

    internal ExtendedTokenizer(PhaseFiles files)
    {
        Path = files.FindFile(TokenizerFile.Name) ?? throw Missing(files, TokenizerFile.Name);
        json = files.Files.ReadAllBytes(Path);
        AdditionsPath = files.FindFile(VocabularyAdditions.FileName) ?? throw Missing(files, VocabularyAdditions.FileName);
        additions = files.Files.ReadAllBytes(AdditionsPath);
        Additions = VocabularyAdditions.Read(additions, $"'{AdditionsPath}'");
        Tokenizer = HuggingFaceTokenizer.Parse(json, Path);
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(json));
    }

    /// <summary>The file of the tokenizer, in the store of the run.</summary>
    public string Path { get; }

    /// <summary>The file of the new tokens, in the store of the run.</summary>
    public string AdditionsPath { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The tokenizer, with default options.</summary>
    public HuggingFaceTokenizer Tokenizer { get; }

    /// <summary>The new tokens, with the old tokens that their embeddings start from.</summary>
    public VocabularyAdditions Additions { get; }

    /// <summary>The fertility of the old tokenizer (<c>before</c>) and of the new one (<c>after</c>) on the corpus, by group.</summary>
    public FertilityReport Fertility { get; internal set; } = new() { Rows = [] };

    /// <summary>Copies both files to a folder in the local file system: <c>tokenizer.json</c> and <c>new-tokens.json</c>.</summary>
    /// <param name="folder">The folder, created if needed. Existing files are replaced.</param>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(System.IO.Path.Combine(folder, TokenizerFile.Name), stream => stream.Write(json));
        AtomicFile.Write(System.IO.Path.Combine(folder, VocabularyAdditions.FileName), stream => stream.Write(additions));
    }

    private static CurationException Missing(PhaseFiles files, string name) => new($"'{files.Folder}' has no file '{name}'.");
}
