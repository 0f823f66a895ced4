using System.IO.Hashing;

namespace DataCuration.Models;

/// <summary>
/// Merges models that were trained from one base, by arithmetic on task vectors (Ilharco et al. 2023, "Editing models with task arithmetic"): the merged
/// weights are <c>base + sum of weight * (model - base)</c>. With a continually pretrained model and the instruction-tuned model of the same base, both with
/// weight 1, the result knows the domain and follows instructions.
/// </summary>
/// <remarks>
/// Memory: a few pieces of one tensor for each model; the files are memory-mapped and read in order. Sums are computed in double precision. Models must have
/// the tensors and shapes of the base, and the same positions, heads and normalisation. A model with another vocabulary size cannot be merged.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Models;
///
/// MergeReport report = TaskVectorMerge.MergeFolders("models/base", [
///     new() { Path = "models/finance" },
///     new() { Path = "models/instruct", Weight = 0.8 }], "models/merged");
/// Console.WriteLine(report.Fingerprint);
/// </code>
/// </example>
public static class TaskVectorMerge
{
    /// <summary>The name of the file that describes a merge, beside the merged model.</summary>
    public const string ManifestFileName = "merge.json";

    private const int AlgorithmVersion = 2;

    /// <summary>
    /// Merges models in Hugging Face's folders. The merged model has the configuration of the base, with its special tokens, and its settings of generation and
    /// tokenizer.
    /// </summary>
    /// <param name="baseFolder">The model that the others were trained from.</param>
    /// <param name="models">The models and their weights, at least one.</param>
    /// <param name="outputFolder">The folder to write; another one than those of the models.</param>
    /// <param name="options">Number format, tokenizer and store; null for those of the base. The tokenizer of a chat model is often wanted.</param>
    /// <param name="cancellationToken">Stops the writing. The output has no <c>config.json</c> then, and cannot be opened.</param>
    /// <exception cref="ArgumentException">There is no model, or the output is one of the inputs.</exception>
    /// <exception cref="ModelFileException">
    /// A model is damaged, or has other tensors, shapes or options of the computation than the base. The message names the tensor or option.
    /// </exception>
    public static MergeReport MergeFolders(string baseFolder, IReadOnlyList<WeightedModel> models, string outputFolder,
        HuggingFaceWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        IFileStore files = options?.Files ?? LocalFileStore.Instance;
        CheckPaths(baseFolder, models, outputFolder, files);
        using var opened = new OpenedFolders(baseFolder, models, files);
        foreach (HuggingFaceFolder model in opened.Models) CheckSameComputation(opened.Base, model);
        var distances = new double[models.Count];
        (string, IReadOnlyList<ModelTensor>)[] others = [.. opened.Models.Select(model => (model.Path, model.Tensors))];
        ModelTensor[] merged = Combine(opened.Base.Tensors, others, models, distances, opened.Base.Path, cancellationToken);
        CompanionFiles companions = options?.Companions ?? CompanionFiles.Read(opened.Base.Path, files);
        HuggingFaceFolder.Write(outputFolder, opened.Base.Configuration, merged, (options ?? new()) with { Companions = companions });
        MergeReport report = Report(baseFolder, Hash(files, opened.Base), models, [.. opened.Models.Select(model => Hash(files, model))], distances, merged,
            options?.ElementType ?? opened.Base.Configuration.ElementType);
        MergeManifest.Write(files, Path.Combine(files.GetFullPath(outputFolder), ManifestFileName), report);
        return report;
    }

    /// <summary>Merges safetensors files of any model. The description is written beside the output, with <c>.merge.json</c> added to its name.</summary>
    /// <param name="baseFile">The weights that the others were trained from.</param>
    /// <param name="models">The files and their weights, at least one.</param>
    /// <param name="outputFile">The file to write; another one than those of the models.</param>
    /// <param name="elementType">The number format; null for that of the base's first tensor.</param>
    /// <param name="files">The store; null for the local file system.</param>
    /// <param name="cancellationToken">Stops the writing. There is no output then.</param>
    /// <exception cref="ArgumentException">There is no model, or the output is one of the inputs.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or has other tensors or shapes than the base. The message names the tensor.</exception>
    public static MergeReport MergeFiles(string baseFile, IReadOnlyList<WeightedModel> models, string outputFile, TensorElementType? elementType = null,
        IFileStore? files = null, CancellationToken cancellationToken = default)
    {
        files ??= LocalFileStore.Instance;
        CheckPaths(baseFile, models, outputFile, files);
        using var opened = new OpenedFiles(baseFile, models, files);
        var distances = new double[models.Count];
        (string, IReadOnlyList<ModelTensor>)[] others = [.. opened.Models.Select(file => (file.Path, Tensors(file)))];
        ModelTensor[] merged = Combine(Tensors(opened.Base), others, models, distances, opened.Base.Path, cancellationToken);
        TensorElementType type = elementType ?? opened.Base.Tensors.Select(tensor => tensor.ElementType).FirstOrDefault();
        SafetensorsWriter.Write(outputFile, merged, type, opened.Base.Metadata, files);
        MergeReport report = Report(baseFile, HashFiles(files, [opened.Base.Path]), models,
            [.. opened.Models.Select(file => HashFiles(files, [file.Path]))], distances, merged, type);
        MergeManifest.Write(files, files.GetFullPath(outputFile) + "." + ManifestFileName, report);
        return report;
    }

    private static ModelTensor[] Combine(IReadOnlyList<ModelTensor> start, (string Path, IReadOnlyList<ModelTensor> Tensors)[] others,
        IReadOnlyList<WeightedModel> models, double[] distances, string basePath, CancellationToken cancellationToken)
    {
        Dictionary<string, ModelTensor>[] byName = [.. others.Select(other => other.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal))];
        HashSet<string> known = [.. start.Select(tensor => tensor.Name)];
        for (int i = 0; i < byName.Length; i++)
        {
            if (byName[i].Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
                throw ModelFileException.In(others[i].Path, $"tensor '{ModelFileException.Show(unknown)}' is not in the base '{basePath}'.");
        }
        return [.. start.Select(tensor => TaskVectors.Combine(tensor,
            [.. byName.Select((tensors, i) => (Find(tensors, tensor, others[i].Path), models[i].Weight))], distances, cancellationToken))];

        ModelTensor Find(Dictionary<string, ModelTensor> tensors, ModelTensor wanted, string path)
        {
            string name = ModelFileException.Show(wanted.Name);
            if (!tensors.TryGetValue(wanted.Name, out ModelTensor? found))
                throw ModelFileException.In(path, $"tensor '{name}' {TensorShapes.Text(wanted.Shape)} of the base '{basePath}' is missing.");
            return found.Shape.SequenceEqual(wanted.Shape) ? found
                : throw ModelFileException.In(path,
                    $"tensor '{name}' has the shape {TensorShapes.Text(found.Shape)}, but {TensorShapes.Text(wanted.Shape)} in the base '{basePath}'.");
        }
    }

    private static IReadOnlyList<ModelTensor> Tensors(SafetensorsFile file) => [.. file.Tensors.Select(file.ToModelTensor)];

    private static MergeReport Report(string basePath, string baseHash, IReadOnlyList<WeightedModel> models, IReadOnlyList<string> hashes, double[] distances,
        ModelTensor[] merged, TensorElementType type)
    {
        var writer = new FingerprintWriter();
        writer.Add("merge", AlgorithmVersion);
        writer.Add("number_format", TensorElementTypes.Name(type));
        writer.Add("base", baseHash);
        for (int i = 0; i < models.Count; i++)
        {
            writer.Add("model", hashes[i]);
            writer.Add("weight", models[i].Weight);
        }
        return new()
        {
            Base = new() { Path = basePath, Weight = 1, Hash = baseHash, Distance = 0 },
            Models = [.. models.Select((model, i) => new MergedModel
            {
                Path = model.Path,
                Weight = model.Weight,
                Hash = hashes[i],
                Distance = Math.Sqrt(distances[i]),
            })],
            Tensors = merged.Length,
            Elements = merged.Sum(tensor => tensor.Count),
            Fingerprint = writer.ToFingerprint(),
        };
    }

    private static void CheckPaths(string basePath, IReadOnlyList<WeightedModel> models, string output, IFileStore files)
    {
        ArgumentException.ThrowIfNullOrEmpty(basePath);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (models.Count == 0) throw new ArgumentException("There is no model to merge with the base.", nameof(models));
        string target = Full(output);
        foreach (string input in (IEnumerable<string>)[basePath, .. models.Select(model => model.Path)])
            if (Full(input) == target) throw new ArgumentException($"The output '{output}' is also an input.", nameof(output));

        string Full(string path) => Path.TrimEndingDirectorySeparator(files.GetFullPath(path));
    }

    // Weights that were trained for other positions or heads have the same shapes, and their sum would be a broken model.
    private static void CheckSameComputation(HuggingFaceFolder start, HuggingFaceFolder model)
    {
        ModelConfiguration one = start.Configuration, other = model.Configuration;
        Check(nameof(ModelConfiguration.Heads), one.Heads, other.Heads);
        Check(nameof(ModelConfiguration.KeyValueHeads), one.KeyValueHeads, other.KeyValueHeads);
        Check(nameof(ModelConfiguration.RopeTheta), one.RopeTheta, other.RopeTheta);
        Check(nameof(ModelConfiguration.RopeScaling), one.RopeScaling, other.RopeScaling);
        Check(nameof(ModelConfiguration.NormEpsilon), one.NormEpsilon, other.NormEpsilon);

        void Check<T>(string name, T inBase, T inModel)
        {
            if (EqualityComparer<T>.Default.Equals(inBase, inModel)) return;
            throw ModelFileException.In(model.Path, FormattableString.Invariant($"{name} is {inModel}, but {inBase} in the base '{start.Path}'."));
        }
    }

    private static string Hash(IFileStore files, HuggingFaceFolder folder) =>
        HashFiles(files, [Path.Combine(folder.Path, ModelConfiguration.FileName), .. folder.WeightFiles]);

    private static string HashFiles(IFileStore files, IEnumerable<string> paths)
    {
        var hash = new XxHash128();
        foreach (string path in paths)
        {
            using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
            hash.Append(stream);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private sealed class OpenedFolders : IDisposable
    {
        private readonly List<HuggingFaceFolder> all = [];

        public OpenedFolders(string basePath, IReadOnlyList<WeightedModel> models, IFileStore files)
        {
            try
            {
                foreach (string path in (IEnumerable<string>)[basePath, .. models.Select(model => model.Path)]) all.Add(HuggingFaceFolder.Open(path, files));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public HuggingFaceFolder Base => all[0];

        public IReadOnlyList<HuggingFaceFolder> Models => all[1..];

        public void Dispose()
        {
            foreach (HuggingFaceFolder folder in all) folder.Dispose();
        }
    }

    private sealed class OpenedFiles : IDisposable
    {
        private readonly List<SafetensorsFile> all = [];

        public OpenedFiles(string basePath, IReadOnlyList<WeightedModel> models, IFileStore files)
        {
            try
            {
                foreach (string path in (IEnumerable<string>)[basePath, .. models.Select(model => model.Path)]) all.Add(SafetensorsFile.Open(path, files));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public SafetensorsFile Base => all[0];

        public IReadOnlyList<SafetensorsFile> Models => all[1..];

        public void Dispose()
        {
            foreach (SafetensorsFile file in all) file.Dispose();
        }
    }
}
