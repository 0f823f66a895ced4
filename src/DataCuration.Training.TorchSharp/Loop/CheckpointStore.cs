using System.Globalization;

namespace DataCuration.Training.TorchSharp;

/// <summary>Finds the checkpoint that a training resumes from, and writes its checkpoints.</summary>
internal sealed class CheckpointStore
{
    private const string Scope = "training.", StepsName = Scope + nameof(TrainingOptions.Steps);

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
        if (request.Options.CheckpointFolder is { } folder) checkpoints = new CheckpointFolder(folder) { Origin = InitialParameters.Origin(request.Options) };
    }

    /// <summary>The folder of the last checkpoint; null without one.</summary>
    public string? ModelFolder { get; private set; }

    /// <summary>
    /// The number of steps before the decay; null without a decay. Their checkpoint is written and kept, so that the training can be made longer.
    /// </summary>
    public long? DecayStart => request.Options.Decay == LearningRateDecay.WarmupStableDecay
        && request.Options.Schedule(request.Model) is var schedule && schedule.StableSteps > 0 && schedule.StableSteps < schedule.TotalSteps
            ? schedule.StableSteps : null;

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
    /// <param name="bestStep">The step of the best model, whose checkpoint is kept in any case; null for none.</param>
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
        model.UseMerged(parameters => ModelFolder = checkpoints!.Write(manifest, parameters, optimizer, request.Options.KeepCheckpoints, [bestStep, DecayStart],
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
            if (manifest.Identity.SequenceEqual(identity) || manifest.Step <= CommonSteps(manifest)) return (checkpoint, manifest);
            other ??= Mismatch(checkpoint, manifest);
        }
        // The checkpoints of the other training stay until this one has written its first.
        return other is null || request.Options.WhenChanged == WhenChanged.Remake ? null : throw other;
    }

    /// <summary>
    /// Returns the number of first steps that are the same in this training and in that of a checkpoint, which differs in the number of steps only; -1 if it
    /// differs in more.
    /// </summary>
    private long CommonSteps(CheckpointManifest manifest)
    {
        if (!manifest.Identity.Where(IsOther).SequenceEqual(identity.Where(IsOther))) return -1;
        CheckpointManifest.Part? steps = manifest.Identity.FirstOrDefault(part => !IsOther(part));
        return steps is not null && long.TryParse(steps.Value, CultureInfo.InvariantCulture, out long before)
            ? Math.Min(SameSteps(before), SameSteps(request.Options.TotalSteps(request.Model))) : -1;

        static bool IsOther(CheckpointManifest.Part part) => part.Name != StepsName;
    }

    /// <summary>Returns the number of first steps that do not depend on the length of a training: neither their rates nor the shares of a mixture.</summary>
    private long SameSteps(long total)
    {
        long stable = (request.Options with { Steps = total, Tokens = null }).Schedule(request.Model).StableSteps;
        return request.Tokens.Phases is [var first, _, ..] ? Math.Min(stable, (long)(first.Until * total)) : stable;
    }

    private CheckpointException Mismatch(string checkpoint, CheckpointManifest manifest)
    {
        IEnumerable<string> names = identity.Concat(manifest.Identity).Select(part => part.Name).Distinct(StringComparer.Ordinal);
        IEnumerable<string> differences =
            from name in names
            let before = Values(manifest.Identity, name)
            let now = Values(identity, name)
            where before != now
            select $"  option {(name.StartsWith(Scope, StringComparison.Ordinal) ? name[Scope.Length..] : name)}: {before} before, {now} now";
        return new($"'{checkpoint}' belongs to another training:{Environment.NewLine}{string.Join(Environment.NewLine, differences)}{Environment.NewLine}"
            + $"To train again, set {nameof(TrainingOptions)}.{nameof(TrainingOptions.WhenChanged)} to {nameof(WhenChanged)}.{nameof(WhenChanged.Remake)}. "
            + $"To keep the checkpoint, choose another {nameof(TrainingOptions.CheckpointFolder)}, or take the change back."
            + (CommonSteps(manifest) is > 0 and var common ? string.Create(CultureInfo.InvariantCulture, $" A training can have another number of steps if it "
                + $"continues from a checkpoint of the steps that are the same, here the first {common}; this one has made {manifest.Step}.") : ""));

        static string Values(IEnumerable<CheckpointManifest.Part> parts, string name)
        {
            string[] found = [.. parts.Where(part => part.Name == name).Select(part => part.Value)];
            return found.Length == 0 ? "not set" : string.Join(", ", found);
        }
    }
}
