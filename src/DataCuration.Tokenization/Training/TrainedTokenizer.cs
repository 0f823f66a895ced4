using System.IO.Hashing;
using System.Text;
using System.Text.Json;

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

    /// <summary>
    /// Writes the folder that goes with a model: <c>tokenizer.json</c>, and a <c>tokenizer_config.json</c> that names the token which ends a document. Models
    /// that are trained on token shards read it before each document too, so it also begins a text. Programs that load models from such folders need both.
    /// </summary>
    /// <param name="folder">The folder in the local file system; created if needed. Existing files of these names are replaced.</param>
    /// <exception cref="InvalidOperationException"><see cref="BpeTrainer.SpecialTokens"/> has no token that usually ends documents.</exception>
    public void SaveFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        int end = Tokenizer.EndOfDocument;
        string text = Tokenizer.AddedTokens.First(token => token.Id == end).Content;
        Directory.CreateDirectory(folder);
        Save(System.IO.Path.Combine(folder, FileName));
        AtomicFile.Write(System.IO.Path.Combine(folder, "tokenizer_config.json"), stream =>
        {
            using var writer = new Utf8JsonWriter(stream, ByteLevelFile.JsonOptions);
            writer.WriteStartObject();
            writer.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
            writer.WriteString("bos_token", text);
            writer.WriteString("eos_token", text);
            writer.WriteBoolean("add_bos_token", true);
            writer.WriteBoolean("clean_up_tokenization_spaces", false);
            writer.WriteEndObject();
        });
    }

    /// <summary>
    /// Writes vocabulary and merges in the files of GPT-2, for programs that read no <c>tokenizer.json</c>. The files do not say how text is split into words:
    /// <see cref="TokenizerEncoder.FromBpeFiles"/> needs <see cref="BpeTrainer.Splitting"/> as <see cref="BpeFileOptions.Splitting"/>.
    /// </summary>
    /// <param name="vocabularyPath">The path of <c>vocab.json</c>. An existing file is replaced.</param>
    /// <param name="mergesPath">The path of <c>merges.txt</c>. An existing file is replaced.</param>
    public void SaveBpeFiles(string vocabularyPath, string mergesPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(vocabularyPath);
        ArgumentException.ThrowIfNullOrEmpty(mergesPath);
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement model = document.RootElement.GetProperty("model");
        AtomicFile.Write(vocabularyPath, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, ByteLevelFile.JsonOptions with { Indented = false });
            model.GetProperty("vocab").WriteTo(writer);
        });
        string merges = string.Concat(model.GetProperty("merges").EnumerateArray().Select(static merge => merge.GetString() + "\n"));
        AtomicFile.Write(mergesPath, stream => stream.Write(Encoding.UTF8.GetBytes("#version: 0.2\n" + merges)));
    }

    private static CurationException Missing(PhaseFiles files, string name) => new($"'{files.Folder}' has no file '{name}'.");
}
