namespace DataCuration.Training.TorchSharp;

/// <summary>Finds the checkpoint that a training resumes from, and writes its checkpoints.</summary>
internal sealed class CheckpointStore
{
    private readonly TrainingRequest request;
    private readonly string device;
    private readonly int threads;
    private readonly CheckpointManifest.Part[] identity;
    private readonly CheckpointFolder? checkpoints;
    private long savedStep = -1;

    public CheckpointStore(TrainingRequest request, string device, int threads)
    {
        this.request = request;
        this.device = device;
        this.threads = threads;
        identity = request.Identify();
        if (request.Options.CheckpointFolder is { } folder) checkpoints = new CheckpointFolder(folder);
    }

    /// <summary>The folder of the last checkpoint; null without one.</summary>
    public string? ModelFolder { get; private set; }

    /// <summary>True if the state of a step has not been written yet.</summary>
    public bool NeedsSave(long step) => checkpoints is not null && savedStep != step;

    /// <summary>Returns the folder of a step's checkpoint; null if it does not exist.</summary>
    public string? Find(long? step) => step is { } number ? checkpoints?.Find(number) : null;

    /// <summary>Restores the newest checkpoint of this training.</summary>
    /// <returns>The manifest; null if there is no checkpoint.</returns>
    public CheckpointManifest? TryResume(TrainedModel model, IOptimizer optimizer)
    {
        if (request.Options.CheckpointFolder is not { } folder || FindOwn(folder) is not var (checkpoint, manifest)) return null;
        if (model.Adapter is null)
        {
            CheckpointFolder.ReadModel(checkpoint, manifest, model.Parameters);
        }
        else
        {
            // The model of the checkpoint has the adapter merged into it. The frozen weights are those that the training started from.
            InitialParameters.Set(model.Parameters, request);
            CheckpointFolder.ReadAdapter(checkpoint, manifest, model.Trained);
        }
        CheckpointFolder.ReadOptimizer(checkpoint, manifest, model.Trained, optimizer);
        savedStep = manifest.Step;
        ModelFolder = checkpoint;
        return manifest;
    }

    /// <summary>Writes a checkpoint and deletes older ones.</summary>
    /// <param name="state">The progress.</param>
    /// <param name="bestStep">The step whose checkpoint is kept in any case; null for none.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    public void Save(TrainingState state, long? bestStep, TrainedModel model, IOptimizer optimizer)
    {
        var manifest = new CheckpointManifest(CheckpointManifest.CurrentVersion, state.Step, request.Model, identity, request.Tokens.EncoderFingerprint, device,
            threads, new Dictionary<string, string>(StringComparer.Ordinal), state.Losses, state.Evaluations)
        {
            SourceTokens = state.SourceTokens,
            Lora = request.Options.Lora,
        };
        model.UseMerged(parameters => ModelFolder = checkpoints!.Write(manifest, parameters, optimizer, request.Options.KeepCheckpoints, bestStep,
            model.Adapter?.Parameters));
        savedStep = state.Step;
    }

    /// <summary>Returns the newest checkpoint of this training; null if it has no checkpoint, and those of other trainings may be replaced.</summary>
    /// <exception cref="CheckpointException">There are only checkpoints of other trainings, and changed work is refused.</exception>
    private (string Checkpoint, CheckpointManifest Manifest)? FindOwn(string folder)
    {
        CheckpointException? other = null;
        foreach (string checkpoint in CheckpointFolder.FindAll(folder))
        {
            CheckpointManifest manifest = CheckpointFolder.ReadManifest(checkpoint);
            if (manifest.Identity.SequenceEqual(identity)) return (checkpoint, manifest);
            other ??= Mismatch(checkpoint, manifest);
        }
        // The checkpoints of the other training stay until this one has written its first.
        return other is null || request.Options.WhenChanged == WhenChanged.Remake ? null : throw other;
    }

    private CheckpointException Mismatch(string checkpoint, CheckpointManifest manifest)
    {
        const string Scope = "training.";
        IEnumerable<string> names = identity.Concat(manifest.Identity).Select(part => part.Name).Distinct(StringComparer.Ordinal);
        IEnumerable<string> differences =
            from name in names
            let before = Values(manifest.Identity, name)
            let now = Values(identity, name)
            where before != now
            select $"  option {(name.StartsWith(Scope, StringComparison.Ordinal) ? name[Scope.Length..] : name)}: {before} before, {now} now";
        return new($"'{checkpoint}' belongs to another training:{Environment.NewLine}{string.Join(Environment.NewLine, differences)}{Environment.NewLine}"
            + $"To train again, set {nameof(TrainingOptions)}.{nameof(TrainingOptions.WhenChanged)} to {nameof(WhenChanged)}.{nameof(WhenChanged.Remake)}. "
            + $"To keep the checkpoint, choose another {nameof(TrainingOptions.CheckpointFolder)}, or take the change back.");

        static string Values(IEnumerable<CheckpointManifest.Part> parts, string name)
        {
            string[] found = [.. parts.Where(part => part.Name == name).Select(part => part.Value)];
            return found.Length == 0 ? "not set" : string.Join(", ", found);
        }
    }
}
