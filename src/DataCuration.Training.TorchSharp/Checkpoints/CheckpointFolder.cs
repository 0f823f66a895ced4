using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// A folder with the checkpoints of one training: <c>step-000000500</c> with <c>model.safetensors</c>, <c>optimizer.safetensors</c> and <c>manifest.json</c>. A
/// training of an adapter adds <c>adapter.safetensors</c>; the model has the adapter merged into it. A training from a model of Hugging Face adds the folder
/// <c>huggingface</c> with its configuration and tokenizer. A checkpoint is written under a temporary name and renamed
/// when it is complete. Older checkpoints are deleted only then, so a process that dies leaves a complete one.
/// </summary>
internal sealed class CheckpointFolder
{
    private const string StepPrefix = "step-";
    private const string TemporarySuffix = ".tmp";
    private const string ModelFile = "model.safetensors";
    private const string OptimizerFile = "optimizer.safetensors";
    private const string AdapterFile = "adapter.safetensors";
    private const string ManifestFile = "manifest.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly string folder;

    /// <summary>Creates an instance for a folder, which does not have to exist.</summary>
    /// <exception cref="CheckpointException">The folder is itself a checkpoint, so that new checkpoints would be written inside it.</exception>
    public CheckpointFolder(string folder)
    {
        this.folder = folder;
        if (!IsCheckpoint(folder)) return;
        throw new CheckpointException($"'{folder}' is itself a checkpoint. {nameof(TrainingOptions.CheckpointFolder)} must be the folder that contains it, "
            + $"'{Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}'.");
    }

    /// <summary>The model of Hugging Face that the training started from, which each checkpoint describes; null for none.</summary>
    public ModelOrigin? Origin { get; init; }

    /// <summary>Returns true if a folder is itself a checkpoint.</summary>
    public static bool IsCheckpoint(string folder) => File.Exists(Path.Combine(folder, ManifestFile)) && File.Exists(Path.Combine(folder, ModelFile));

    /// <summary>Returns the newest checkpoint in a folder, or null.</summary>
    public static string? FindLatest(string folder) => FindAll(folder).FirstOrDefault();

    /// <summary>Returns the checkpoints in a folder, the newest first. There are several if a process died before it deleted the older ones.</summary>
    public static IEnumerable<string> FindAll(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return Directory.GetDirectories(folder, StepPrefix + "*")
            .Where(path => !path.EndsWith(TemporarySuffix, StringComparison.Ordinal) && File.Exists(Path.Combine(path, ManifestFile)))
            .OrderByDescending(StepOf);
    }

    public static CheckpointManifest ReadManifest(string checkpoint)
    {
        string path = Path.Combine(checkpoint, ManifestFile);
        try
        {
            CheckpointManifest manifest = JsonSerializer.Deserialize<CheckpointManifest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("null");
            if (manifest.Version is < CheckpointManifest.OldestVersion or > CheckpointManifest.CurrentVersion)
            {
                throw new CheckpointException($"'{path}' has version {manifest.Version}; this library reads versions {CheckpointManifest.OldestVersion} to "
                    + $"{CheckpointManifest.CurrentVersion}.");
            }
            return manifest;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new CheckpointException($"'{path}' is damaged: {e.Message}", e);
        }
    }

    public static void ReadModel(string checkpoint, CheckpointManifest manifest, ParameterStore parameters) =>
        TensorFile.Read(Path.Combine(checkpoint, ModelFile), ModelHash(checkpoint, manifest), parameters.Layout, ("", parameters.Values));

    public static string ModelHash(string checkpoint, CheckpointManifest manifest) => Hash(checkpoint, manifest, ModelFile);

    public static void ReadAdapter(string checkpoint, CheckpointManifest manifest, ParameterStore adapter) =>
        TensorFile.Read(Path.Combine(checkpoint, AdapterFile), Hash(checkpoint, manifest, AdapterFile), adapter.Layout, ("", adapter.Values));

    public static void ReadOptimizer(string checkpoint, CheckpointManifest manifest, ParameterStore parameters, IOptimizer optimizer) =>
        TensorFile.Read(Path.Combine(checkpoint, OptimizerFile), Hash(checkpoint, manifest, OptimizerFile), parameters.Layout, Moments(optimizer));

    /// <summary>Returns the folder of a step's checkpoint, or null.</summary>
    public string? Find(long step) => IsCheckpoint(PathOf(step)) ? PathOf(step) : null;

    /// <summary>Writes a checkpoint and deletes older ones.</summary>
    /// <param name="manifest">The manifest without hashes.</param>
    /// <param name="parameters">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="kept">The number of this training's last checkpoints to keep, including the new one.</param>
    /// <param name="otherSteps">The steps of other checkpoints to keep; null for none.</param>
    /// <param name="adapter">The matrices of an adapter, to which the optimizer belongs; null if all parameters are trained.</param>
    /// <returns>The checkpoint's folder.</returns>
    public string Write(CheckpointManifest manifest, ParameterStore parameters, IOptimizer optimizer, int kept = 1, IReadOnlyList<long?>? otherSteps = null,
        ParameterStore? adapter = null)
    {
        string target = PathOf(manifest.Step);
        string temporary = target + TemporarySuffix;
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        Directory.CreateDirectory(temporary);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ModelFile] = TensorFile.Write(Path.Combine(temporary, ModelFile), parameters.Layout, ("", parameters.Values)),
            [OptimizerFile] = TensorFile.Write(Path.Combine(temporary, OptimizerFile), (adapter ?? parameters).Layout, Moments(optimizer)),
        };
        foreach ((string name, string hash) in Origin?.Write(temporary) ?? []) hashes.Add(name, hash);
        if (adapter is not null) hashes.Add(AdapterFile, TensorFile.Write(Path.Combine(temporary, AdapterFile), adapter.Layout, ("", adapter.Values)));
        using (FileStream stream = File.Create(Path.Combine(temporary, ManifestFile)))
        {
            JsonSerializer.Serialize(stream, manifest with { Hashes = hashes }, Json);
            stream.Flush(flushToDisk: true);
        }
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.Move(temporary, target);
        DeleteOthers(manifest, target, kept, otherSteps ?? []);
        return target;
    }

    // Checkpoints of other trainings, and folders that a killed process left, go as well.
    private void DeleteOthers(CheckpointManifest manifest, string target, int kept, IReadOnlyList<long?> otherSteps)
    {
        string[] own = [.. FindAll(folder).Where(path => path == target
            || (StepOf(path) < manifest.Step && ReadManifest(path).Identity.SequenceEqual(manifest.Identity)))];
        HashSet<string> keep = [.. own.Take(kept)];
        foreach (long? other in otherSteps)
            if (other is { } step && own.Contains(PathOf(step))) keep.Add(PathOf(step));
        foreach (string old in Directory.GetDirectories(folder, StepPrefix + "*"))
            if (!keep.Contains(old)) Directory.Delete(old, recursive: true);
    }

    private string PathOf(long step) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{StepPrefix}{step:D9}"));

    private static (string Prefix, Tensor Flat)[] Moments(IOptimizer optimizer) =>
        [("first_moment.", optimizer.FirstMoment), ("second_moment.", optimizer.SecondMoment)];

    private static string Hash(string checkpoint, CheckpointManifest manifest, string file) =>
        manifest.Hashes.TryGetValue(file, out string? hash) ? hash : throw new CheckpointException($"The manifest in '{checkpoint}' does not name '{file}'.");

    private static long StepOf(string path) =>
        long.TryParse(Path.GetFileName(path).AsSpan(StepPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;
}
