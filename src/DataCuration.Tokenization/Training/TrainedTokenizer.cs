using System.IO.Hashing;

namespace DataCuration.Tokenization;

/// <summary>A tokenizer made by <see cref="BpeTrainer"/>: a <c>tokenizer.json</c>, and the facts of its training.</summary>
public sealed class TrainedTokenizer : IArtifact
{
    internal const string FileName = TokenizerFile.Name;
    private readonly byte[] json;
    private readonly TrainingRecord record;

    internal TrainedTokenizer(PhaseFiles files)
    {
        Path = files.FindFile(FileName) ?? throw Missing(files, FileName);
        json = files.Files.ReadAllBytes(Path);
        string facts = files.FindFile(TrainingRecord.FileName) ?? throw Missing(files, TrainingRecord.FileName);
        record = TrainingRecord.Read(files.Files.ReadAllBytes(facts), facts);
        Tokenizer = HuggingFaceTokenizer.Parse(json, Path);
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(json));
    }

    /// <summary>The file, in the store of the run.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The tokenizer, with default options.</summary>
    public HuggingFaceTokenizer Tokenizer { get; }

    /// <summary>The number of merges.</summary>
    public int Merges => record.Merges;

    /// <summary>The number of different words that the merges were learned from.</summary>
    public long DistinctWords => record.DistinctWords;

    /// <summary>The number of words of the corpus.</summary>
    public long Words => record.Words;

    /// <summary>The number of bytes of these words.</summary>
    public long Bytes => record.Bytes;

    /// <summary>The number of words of the amplified corpus; 0 without one.</summary>
    public long AmplifiedWords => record.AmplifiedWords;

    /// <summary>The number of bytes of these words.</summary>
    public long AmplifiedBytes => record.AmplifiedBytes;

    /// <summary>The share of the amplified corpus in the weighted bytes, from 0 to 1; 0 without one.</summary>
    public double AmplifiedShare => record.AmplifiedShare;

    /// <summary>The number of occurrences of the last pair that was merged. With an amplified corpus, a weighted number. 0 without merges.</summary>
    public double LastCount => record.LastCount;

    /// <summary>Copies the file to a path in the local file system.</summary>
    /// <param name="path">The path. An existing file is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => stream.Write(json));
    }

    private static CurationException Missing(PhaseFiles files, string name) => new($"'{files.Folder}' has no file '{name}'.");
}
