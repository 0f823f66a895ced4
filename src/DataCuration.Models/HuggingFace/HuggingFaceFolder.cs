namespace DataCuration.Models;

/// <summary>
/// A model in a folder as Hugging Face stores it: <c>config.json</c>, weights in <c>model.safetensors</c> or in several files with
/// <c>model.safetensors.index.json</c>, and optionally <c>generation_config.json</c>. Weights are memory-mapped and read when they are used.
/// </summary>
/// <remarks>
/// Opening checks everything but the values: the configuration, the headers of all weight files, and that every tensor of the model is there in its shape,
/// and no other. Files of Python's pickle (<c>pytorch_model.bin</c>) can run code and are never read.
/// </remarks>
public sealed class HuggingFaceFolder : IDisposable
{
    private readonly List<SafetensorsFile> weights;

    private HuggingFaceFolder(string path, ModelConfiguration configuration, GenerationConfiguration? generation, int? startToken,
        List<SafetensorsFile> weights)
    {
        StartTokenId = startToken;
        Path = path;
        Configuration = configuration;
        Generation = generation;
        this.weights = weights;
        WeightFiles = [.. weights.Select(file => file.Path)];
        Tensors = ModelTensors.Match(configuration, weights.SelectMany(file => file.Tensors.Select(file.ToModelTensor)), path);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The model's dimensions.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The settings of text generation; null if there is no such file.</summary>
    public GenerationConfiguration? Generation { get; }

    /// <summary>
    /// The token that the folder's tokenizer puts before each text; null if it puts none. <c>add_bos_token</c> of <c>tokenizer_config.json</c> decides, then
    /// the template of <c>tokenizer.json</c>. Without both, it is the <c>bos_token_id</c> of a Llama model.
    /// </summary>
    public int? StartTokenId { get; }

    /// <summary>The tensors, in the order of <see cref="ModelTensors.List"/>. They can be read until the folder is disposed.</summary>
    public IReadOnlyList<ModelTensor> Tensors { get; }

    /// <summary>The full paths of the weight files, in ordinal order of their names.</summary>
    public IReadOnlyList<string> WeightFiles { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">
    /// A file is missing or damaged, the model is not supported, or a tensor is missing, unknown or of another shape or number format.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static HuggingFaceFolder Open(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string folder = files.GetFullPath(path);
        if (!files.FolderExists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        string configurationPath = System.IO.Path.Combine(folder, ModelConfiguration.FileName);
        if (!files.FileExists(configurationPath)) throw ModelFileException.In(folder, $"there is no '{ModelConfiguration.FileName}'.");
        ModelConfiguration configuration = ModelConfiguration.Read(configurationPath, files);
        string generationPath = System.IO.Path.Combine(folder, GenerationConfiguration.FileName);
        GenerationConfiguration? generation = files.FileExists(generationPath) ? GenerationConfiguration.Read(generationPath, files) : null;
        int? startToken = StartToken.Find(files, folder, configuration);
        List<SafetensorsFile> weights = FolderWeights.Open(files, folder);
        try
        {
            return new HuggingFaceFolder(folder, configuration, generation, startToken, weights);
        }
        catch
        {
            foreach (SafetensorsFile file in weights) file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a model. The folder is created if necessary; a model in it is replaced. <c>config.json</c> is deleted first and written last, so that a folder
    /// whose writing was interrupted cannot be opened.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="configuration">The model's dimensions.</param>
    /// <param name="tensors">The tensors under Hugging Face's names, in any order.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ModelFileException">A tensor is missing, unknown or of another shape, or has a value too large for the number format.</exception>
    public static void Write(string path, ModelConfiguration configuration, IReadOnlyList<ModelTensor> tensors, HuggingFaceWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(tensors);
        options ??= new();
        IFileStore files = options.Files ?? LocalFileStore.Instance;
        string folder = files.GetFullPath(path);
        ModelConfiguration written = Complete(configuration, options);
        written.Validate();
        IReadOnlyList<ModelTensor> ordered = ModelTensors.Match(written, tensors, folder);
        string[] tokenizer = options.TokenizerFolder is { } source ? FindTokenizer(files, files.GetFullPath(source)) : [];
        files.CreateFolder(folder);
        string configurationPath = System.IO.Path.Combine(folder, ModelConfiguration.FileName);
        files.Delete(configurationPath);
        FolderWeights.Write(files, folder, FolderWeights.Divide(ordered, written.ElementType, options.MaxFileBytes), written.ElementType);
        string generationPath = System.IO.Path.Combine(folder, GenerationConfiguration.FileName);
        if (options.Generation is { } generation) generation.Write(generationPath, files);
        else if (options.Companions?.Find(GenerationConfiguration.FileName) is { } kept) AtomicStoreFile.Write(files, generationPath, kept.Span);
        else files.Delete(generationPath);
        if (options.TokenizerFolder is null) options.Companions?.Write(folder, files, CompanionFiles.TokenizerNames);
        foreach (string file in tokenizer)
        {
            string copy = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file));
            if (copy == file) continue; // the tokenizer is in the model's own folder
            using Stream from = files.OpenRead(file, FileReadPattern.Sequential);
            AtomicStoreFile.Write(files, copy, to => from.CopyTo(to, 1 << 18));
        }
        written.Write(configurationPath, files);
    }

    /// <summary>Closes the weight files. The tensors cannot be read any more.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in weights) file.Dispose();
    }

    private static ModelConfiguration Complete(ModelConfiguration configuration, HuggingFaceWriteOptions options) => configuration with
    {
        ElementType = options.ElementType ?? configuration.ElementType,
        BeginTokenId = configuration.BeginTokenId ?? options.Generation?.BeginTokenId,
        EndTokenIds = configuration.EndTokenIds.Count > 0 ? configuration.EndTokenIds : options.Generation?.EndTokenIds ?? [],
        PaddingTokenId = configuration.PaddingTokenId ?? options.Generation?.PaddingTokenId,
    };

    private static string[] FindTokenizer(IFileStore files, string folder)
    {
        string[] present = [.. CompanionFiles.TokenizerNames.Select(name => System.IO.Path.Combine(folder, name)).Where(files.FileExists)];
        return present.Length > 0 ? present
            : throw ModelFileException.In(folder, $"there is no tokenizer: none of {string.Join(", ", CompanionFiles.TokenizerNames)} was found.");
    }
}
