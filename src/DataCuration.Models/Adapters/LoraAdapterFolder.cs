namespace DataCuration.Models;

/// <summary>
/// An adapter of low-rank adaptation in a folder as PEFT stores it: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>. The file is memory-mapped
/// and read when it is used.
/// </summary>
public sealed class LoraAdapterFolder : IDisposable
{
    /// <summary>The name of the file with the options.</summary>
    public const string ConfigurationFileName = "adapter_config.json";

    /// <summary>The name of the file with the matrices.</summary>
    public const string WeightsFileName = "adapter_model.safetensors";

    private static readonly Dictionary<string, string> TorchMetadata = new(StringComparer.Ordinal) { ["format"] = "pt" };

    private readonly SafetensorsFile file;

    private LoraAdapterFolder(string path, LoraOptions options, string? baseModel, SafetensorsFile file)
    {
        this.file = file;
        Path = path;
        Options = options;
        BaseModel = baseModel;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The rank, the factor and the projections. The initialization is not in the file.</summary>
    public LoraOptions Options { get; }

    /// <summary>The name or path of the model that the adapter was trained on; null if the file does not say it.</summary>
    public string? BaseModel { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">
    /// A file is missing or damaged, or the adapter has a form that is not supported. The message names the field.
    /// </exception>
    public static LoraAdapterFolder Open(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string folder = files.GetFullPath(path);
        string configuration = System.IO.Path.Combine(folder, ConfigurationFileName);
        string weights = System.IO.Path.Combine(folder, WeightsFileName);
        foreach (string needed in (string[])[configuration, weights])
            if (!files.FileExists(needed)) throw ModelFileException.In(folder, $"there is no '{System.IO.Path.GetFileName(needed)}'.");
        (LoraOptions options, string? baseModel) = LoraConfigurationJson.Read(files, configuration);
        return new(folder, options, baseModel, SafetensorsFile.Open(weights, files));
    }

    /// <summary>Writes an adapter. The folder is created if necessary, and an adapter in it is replaced.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="configuration">The model that the adapter belongs to.</param>
    /// <param name="options">The rank, the factor and the projections.</param>
    /// <param name="tensors">The matrices under the names of <see cref="LoraTensorSlot.List"/>, in any order.</param>
    /// <param name="baseModel">The name or path of the model, for the programs that load the adapter; null for none.</param>
    /// <param name="elementType">The number format.</param>
    /// <param name="files">The store to write to; null for the local file system.</param>
    /// <exception cref="ModelFileException">A matrix is missing, unknown or of another shape, or has a value too large for the number format.</exception>
    public static void Write(string path, ModelConfiguration configuration, LoraOptions options, IReadOnlyList<ModelTensor> tensors, string? baseModel = null,
        TensorElementType elementType = TensorElementType.Float32, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        files ??= LocalFileStore.Instance;
        string folder = files.GetFullPath(path);
        var given = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var ordered = new List<ModelTensor>();
        foreach (LoraTensorSlot slot in LoraTensorSlot.List(configuration, options))
        {
            ordered.Add(Take(given, slot.NameA, slot.ShapeA, folder));
            ordered.Add(Take(given, slot.NameB, slot.ShapeB, folder));
        }
        CheckNoOther(given.Keys, folder);
        files.CreateFolder(folder);
        string configurationPath = System.IO.Path.Combine(folder, ConfigurationFileName);
        files.Delete(configurationPath); // a folder whose writing was interrupted cannot be opened
        SafetensorsWriter.Write(System.IO.Path.Combine(folder, WeightsFileName), ordered, elementType, TorchMetadata, files);
        AtomicStoreFile.Write(files, configurationPath, LoraConfigurationJson.Write(options, baseModel));
    }

    /// <summary>Returns the matrices of the adapter for a model, checked against its dimensions.</summary>
    /// <param name="configuration">The model.</param>
    /// <exception cref="ModelFileException">A matrix is missing, unknown or of another shape. The message names it.</exception>
    public IReadOnlyList<(LoraTensorSlot Slot, ModelTensor A, ModelTensor B)> Match(ModelConfiguration configuration)
    {
        Dictionary<string, ModelTensor> given = file.Tensors.ToDictionary(tensor => tensor.Name, file.ToModelTensor, StringComparer.Ordinal);
        (LoraTensorSlot, ModelTensor, ModelTensor)[] matched = [.. LoraTensorSlot.List(configuration, Options)
            .Select(slot => (slot, Take(given, slot.NameA, slot.ShapeA, file.Path), Take(given, slot.NameB, slot.ShapeB, file.Path)))];
        CheckNoOther(given.Keys, file.Path);
        return matched;
    }

    /// <summary>
    /// Returns the tensors of a model with the adapter merged into them: <c>W + alpha / rank * B A</c>. Elements are computed when they are read, so that a
    /// large model can be written without a copy in memory. The adapter's own matrices are in memory.
    /// </summary>
    /// <param name="configuration">The model.</param>
    /// <param name="tensors">The model's tensors under Hugging Face's names.</param>
    /// <exception cref="ModelFileException">The adapter does not fit the model. The message names the tensor.</exception>
    public IReadOnlyList<ModelTensor> Merge(ModelConfiguration configuration, IReadOnlyList<ModelTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var changes = Match(configuration).ToDictionary(change => change.Slot.Target.Name, change => change, StringComparer.Ordinal);
        HashSet<string> names = [.. tensors.Select(tensor => tensor.Name)];
        if (changes.Keys.FirstOrDefault(name => !names.Contains(name)) is { } missing)
            throw ModelFileException.In(Path, $"tensor '{missing}' of the model, which the adapter changes, is missing.");
        return [.. tensors.Select(tensor => !changes.TryGetValue(tensor.Name, out (LoraTensorSlot Slot, ModelTensor A, ModelTensor B) change) ? tensor
            : LowRankChange.Add(tensor, change.A.ToArray(), change.B.ToArray(), Options.Rank, Options.Scale))];
    }

    /// <summary>Closes the file. The matrices cannot be read any more.</summary>
    public void Dispose() => file.Dispose();

    private static ModelTensor Take(Dictionary<string, ModelTensor> given, string name, IReadOnlyList<long> shape, string source)
    {
        if (!given.Remove(name, out ModelTensor? tensor))
            throw ModelFileException.In(source, $"tensor '{name}' {TensorShapes.Text(shape)} is missing.");
        if (tensor.Shape.SequenceEqual(shape)) return tensor;
        throw ModelFileException.In(source,
            $"tensor '{name}' has the shape {TensorShapes.Text(tensor.Shape)}, but must have {TensorShapes.Text(shape)}.");
    }

    private static void CheckNoOther(IEnumerable<string> names, string source)
    {
        if (names.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw ModelFileException.In(source, $"tensor '{ModelFileException.Show(other)}' is not part of the adapter of this model.");
    }
}
