using System.Collections.Immutable;
using System.Text.Json;
using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>A classifier that was trained on a corpus: a model file, what it was made of, and how well it does on examples that it was not trained on.</summary>
public sealed class TrainedClassifier : IArtifact
{
    internal const string ModelName = "model.bin";
    internal const string ProvenanceName = "model.json";

    private TrainedClassifier(string folder, JsonElement root)
    {
        Folder = folder;
        Fingerprint = root.GetProperty("model").GetString()!;
        Data = root.GetProperty("data").GetString()!;
        Split = root.GetProperty("split").GetString() == "source" ? ClassifierSplit.Source : ClassifierSplit.Document;
        Evaluation = ClassifierEvaluation.Read(root.GetProperty("evaluation"));
        Counts = [.. root.GetProperty("examples").EnumerateArray().Select(row => new ExampleCount(row.GetProperty("label").GetString()!, row.GetProperty("source").GetString()!,
            row.GetProperty("available").GetInt64(), row.GetProperty("train").GetInt64(), row.GetProperty("test").GetInt64()))];
        Unlabelled = root.GetProperty("unlabelled").GetInt64();
        Leaked = root.GetProperty("leaked").GetInt64();
    }

    /// <summary>The folder with the model and its provenance.</summary>
    public string Folder { get; }

    /// <summary>The model file.</summary>
    public string ModelPath => Path.Combine(Folder, ModelName);

    /// <summary>The provenance, in JSON: the data's fingerprint, counts by label and source, options, seed, metrics, this library's version.</summary>
    public string ProvenancePath => Path.Combine(Folder, ProvenanceName);

    /// <summary>A hash of the model file: 32 hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>A hash of the training and test examples: 32 hexadecimal digits.</summary>
    public string Data { get; }

    /// <summary>How the examples were parted.</summary>
    public ClassifierSplit Split { get; }

    /// <summary>The examples of each label and source.</summary>
    public ImmutableArray<ExampleCount> Counts { get; }

    /// <summary>Documents without a label, which are not used.</summary>
    public long Unlabelled { get; }

    /// <summary>Examples to judge by that were left out because their text is trained on.</summary>
    public long Leaked { get; }

    /// <summary>How well the model does on the test examples.</summary>
    public ClassifierEvaluation Evaluation { get; }

    /// <summary>Reads a classifier.</summary>
    /// <param name="folder">Its folder.</param>
    public static TrainedClassifier Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ProvenanceName)));
        return new(folder, document.RootElement);
    }

    /// <summary>Reads the model.</summary>
    public FastTextModel LoadModel() => FastTextModel.Load(ModelPath);

    /// <summary>Copies model and provenance: <c>quality.bin</c> and <c>quality.json</c>.</summary>
    /// <param name="modelPath">Where the model goes; the provenance goes beside it. Files that are there are replaced, each at once; if the copying fails they stay.</param>
    public void CopyTo(string modelPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        if (Path.GetDirectoryName(Path.GetFullPath(modelPath)) is { } parent) Directory.CreateDirectory(parent);
        AtomicFile.Write(modelPath, model =>
        {
            Copy(ModelPath, model);
            // Before the model is put in its place: if one of the two cannot be written, neither is replaced.
            AtomicFile.Write(Path.ChangeExtension(modelPath, ".json"), provenance => Copy(ProvenancePath, provenance));
        });
    }

    private static void Copy(string path, Stream output)
    {
        using FileStream input = File.OpenRead(path);
        input.CopyTo(output);
    }
}
