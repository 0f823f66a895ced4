using System.Collections.Immutable;
using System.Text.Json;
using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>A classifier trained on a corpus: a model file, its provenance, and its evaluation on test examples.</summary>
public sealed class TrainedClassifier : IArtifact
{
    internal const string ModelName = "model.bin";
    internal const string ProvenanceName = "model.json";

    private TrainedClassifier(string folder, IFileStore files, JsonElement root)
    {
        Files = files;
        Folder = folder;
        Fingerprint = root.GetProperty("model").GetString()!;
        Data = root.GetProperty("data").GetString()!;
        Split = root.GetProperty("split").GetString() == "source" ? ClassifierSplit.Source : ClassifierSplit.Document;
        Evaluation = ClassifierEvaluation.Read(root.GetProperty("evaluation"));
        Scores = root.TryGetProperty("scores", out JsonElement scores) ? ScoreAgreement.Read(scores) : null;
        Counts = [.. root.GetProperty("examples").EnumerateArray().Select(row => new ExampleCount
        {
            Label = row.GetProperty("label").GetString()!,
            Source = row.GetProperty("source").GetString()!,
            Available = row.GetProperty("available").GetInt64(),
            Train = row.GetProperty("train").GetInt64(),
            Test = row.GetProperty("test").GetInt64(),
        })];
        Unlabelled = root.GetProperty("unlabelled").GetInt64();
        Leaked = root.GetProperty("leaked").GetInt64();
    }

    /// <summary>The store that the folder is in.</summary>
    public IFileStore Files { get; }

    /// <summary>The folder of the model and its provenance.</summary>
    public string Folder { get; }

    /// <summary>The model file.</summary>
    public string ModelPath => Path.Combine(Folder, ModelName);

    /// <summary>The provenance, in JSON: the data's fingerprint, counts by label and source, options, seed, metrics, this library's version.</summary>
    public string ProvenancePath => Path.Combine(Folder, ProvenanceName);

    /// <summary>A hash of the model file: 32 hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>A hash of the training and test examples: 32 hexadecimal digits.</summary>
    public string Data { get; }

    /// <summary>The split that was used.</summary>
    public ClassifierSplit Split { get; }

    /// <summary>The number of examples of each label and source.</summary>
    public ImmutableArray<ExampleCount> Counts { get; }

    /// <summary>The number of documents without a label, which are not used.</summary>
    public long Unlabelled { get; }

    /// <summary>The number of test examples that were excluded because their text is also a training text.</summary>
    public long Leaked { get; }

    /// <summary>The evaluation of the model on the test examples.</summary>
    public ClassifierEvaluation Evaluation { get; }

    /// <summary>
    /// The agreement of the expected value of the labels with the labels of the test examples. Null if a label is not a number, or if a version of the library
    /// without this measure trained the model.
    /// </summary>
    public ScoreAgreement? Scores { get; }

    /// <summary>Reads a classifier.</summary>
    /// <param name="folder">The folder of the classifier.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    public static TrainedClassifier Load(string folder, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        using JsonDocument document = JsonDocument.Parse(files.ReadAllBytes(Path.Combine(folder, ProvenanceName)));
        return new(folder, files, document.RootElement);
    }

    /// <summary>Reads the model.</summary>
    public FastTextModel LoadModel()
    {
        using Stream stream = Files.OpenRead(ModelPath, FileReadPattern.Sequential);
        return FastTextModel.Load(stream, ModelPath);
    }

    /// <summary>Copies model and provenance, such as <c>quality.bin</c> and <c>quality.json</c>, to the local file system.</summary>
    /// <param name="modelPath">
    /// The path for the model; the provenance is written beside it. Existing files are replaced atomically. They stay if copying fails.
    /// </param>
    public void CopyTo(string modelPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        if (Path.GetDirectoryName(Path.GetFullPath(modelPath)) is { } parent) Directory.CreateDirectory(parent);
        AtomicFile.Write(modelPath, model =>
        {
            Copy(ModelPath, model);
            // Writes the provenance before the model is put in place: if one of the two cannot be written, neither is replaced.
            AtomicFile.Write(Path.ChangeExtension(modelPath, ".json"), provenance => Copy(ProvenancePath, provenance));
        });
    }

    private void Copy(string path, Stream output)
    {
        using Stream input = Files.OpenRead(path, FileReadPattern.Sequential);
        input.CopyTo(output);
    }
}
