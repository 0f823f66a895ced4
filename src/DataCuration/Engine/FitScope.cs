using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace DataCuration;

/// <summary>The corpus of a <see cref="CorpusFit{TArtifact}"/>, and the phases that it runs. Their files lie in the fit's own folder.</summary>
public sealed class FitScope
{
    private readonly CurationRun run;
    private readonly string folder;
    private readonly string name;
    private readonly string fingerprint;
    private readonly CorpusPlan plan;
    private readonly ImmutableArray<string> path;
    private readonly Lock gate = new();
    private readonly List<string> warnings = [];
    private (string Phase, string Folder)? last;

    private FitScope(CurationRun run, string folder, string name, string fingerprint, CorpusPlan plan, ImmutableArray<string> path)
    {
        this.path = path;
        this.run = run;
        this.folder = folder;
        this.name = name;
        this.fingerprint = fingerprint;
        this.plan = plan;
    }

    /// <summary>The corpus that is fitted on.</summary>
    public Corpus Corpus => plan.Corpus;

    /// <summary>The run's options.</summary>
    public RunOptions Options => run.Options;

    internal CurationRun Run => run;

    internal CorpusPlan Plan => plan;

    /// <summary>The number of shards of the fit's corpus. A map phase over it has a task for each; a shard's number is the same in every phase.</summary>
    public int ShardCount => plan.Shards.Length;

    /// <summary>
    /// Throws if no <see cref="KeepList"/> can be made for the fit's corpus, because it expands documents or reads one source twice. Call it before the work
    /// starts.
    /// </summary>
    /// <exception cref="CurationException">No keep list can be made; the message gives the reason and a remedy.</exception>
    public void RequireKeepList() => KeepListWriter.Check(plan);

    /// <summary>Joins the parts of all shards into a keep list for the fit's corpus, as a phase of one task.</summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="parts">The phase whose tasks wrote a <see cref="KeepListPart"/> for each shard. A shard without a part keeps nothing.</param>
    /// <param name="name">The list's name, as given to the parts. Default: <c>keep</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The list.</returns>
    /// <exception cref="CurationException">The corpus expands documents, or reads one source twice: its records cannot be told apart.</exception>
    /// <exception cref="InvalidOperationException">No shard has a part of this name; the message lists the names found.</exception>
    public async Task<KeepList> JoinKeepListAsync(string phase, PhaseFiles parts, string name = "keep", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentException.ThrowIfNullOrEmpty(name);
        PhaseFiles files = await FinishAsync(phase, (output, token) =>
        {
            JoinKeepList(output, parts, name, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return KeepList.Load(files);
    }

    /// <summary>
    /// Joins parts into a keep list in a task of a finishing phase that writes other files too. Read it back with <see cref="KeepList.Load(PhaseFiles)"/>.
    /// </summary>
    /// <param name="output">The task's output.</param>
    /// <param name="parts">The phase whose tasks wrote a <see cref="KeepListPart"/> for each shard.</param>
    /// <param name="name">The list's name, as given to the parts. Default: <c>keep</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">No shard has a part of this name; the message lists the names found.</exception>
    /// <remarks>Memory: the bits of one shard.</remarks>
    public void JoinKeepList(ShardOutput output, PhaseFiles parts, string name = "keep", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentException.ThrowIfNullOrEmpty(name);
        new KeepListJoin(plan, parts, name).Write(output, cancellationToken);
    }

    /// <summary>Counts the shards of another corpus, such as one of the fit's inputs: a map phase over it has a task for each.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="cancellationToken">Cancels the listing of the source.</param>
    public async Task<int> CountShardsAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return ReferenceEquals(corpus, plan.Corpus) ? ShardCount
            : (await CorpusPlan.CreateAsync(corpus, cancellationToken).ConfigureAwait(false)).Shards.Length;
    }

    /// <summary>Returns an object that the whole run shares; see <see cref="StageContext.Resource{T}"/>.</summary>
    /// <param name="key">The object's name.</param>
    /// <param name="factory">Creates the object.</param>
    public T Resource<T>(string key, Func<T> factory) where T : class => run.Resources.GetOrAdd(key, factory);

    /// <summary>
    /// Warns about the data. The manifest of the next phase keeps the warning. After the last phase, only this run's report has it: a step of a phase warns
    /// through <see cref="ShardOutput.Warn"/>.
    /// </summary>
    /// <param name="message">The message, which says what to do. Call it with the same messages whenever the fit runs.</param>
    public void Warn(string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        message = WarningCounts.Cut(message);
        lock (gate) warnings.Add(message);
        run.Warnings.Write(name, message);
    }

    internal static async Task<TArtifact> RunAsync<TArtifact>(CurationRun run, Corpus corpus, CorpusFit<TArtifact> fit, ImmutableArray<string> outer,
        CancellationToken cancellationToken)
    {
        corpus.RequireResumable();
        // A fit decides and does not put out: what its stages drop is written by the operation that applies the decision.
        CorpusPlan plan = await CorpusPlan.CreateAsync(corpus.WithoutDrops(), cancellationToken).ConfigureAwait(false);
        FingerprintWriter writer = CurationRun.BeginRecipe();
        writer.BeginScope("fit");
        fit.AddTo(writer);
        writer.EndScope();
        writer.Add("seed", run.Options.Seed);
        writer.Add("faults", run.Options.Faults.ToString());
        writer.Add("max_document_chars", run.Options.MaxDocumentChars);
        writer.Add("max_record_bytes", run.Options.MaxRecordBytes);
        writer.BeginScope("corpus");
        plan.DescribeContent(writer);
        writer.EndScope();
        IReadOnlyList<Corpus> inputs = fit.Inputs;
        for (int i = 0; i < inputs.Count; i++)
        {
            inputs[i].RequireResumable();
            writer.BeginScope($"input.{i}");
            (await CorpusPlan.CreateAsync(inputs[i], cancellationToken).ConfigureAwait(false)).DescribeContent(writer);
            writer.EndScope();
        }
        string fingerprint = writer.ToFingerprint();
        string folder = run.ResolveFolder(Path.Combine("artifacts", $"{fit.Name}-{fingerprint[..16]}"));
        ImmutableArray<string> path = outer.Add(fit.Name);
        WriteRecipe(run.Options.Files, folder, PhaseRecipe.Create(fit.Name, writer, 0, outer), run.Options.Rank);
        var scope = new FitScope(run, folder, fit.Name, fingerprint, plan, path);
        TArtifact artifact;
        try
        {
            artifact = await fit.FitAsync(scope, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (run.Completed.ExplainMissingFile(e) is { } explained)
        {
            throw explained;
        }
        foreach (string warning in scope.TakeWarnings())
            if (scope.last is { } end) run.Warnings.AddEvent(end.Phase, end.Folder, warning, isWritten: true);
        // A fit that hands on the result of another one keeps the other one's origin, which is nearer to the result.
        if (artifact is IArtifact made && ArtifactOrigins.Find(made) is null)
            ArtifactOrigins.Set(made, ArtifactOrigin.Create(PhaseRecipe.OriginName(fit.Name), writer));
        return artifact;
    }

    /// <summary>Writes down what the artifact is made from, for <see cref="ArtifactCatalog"/>. The folder's name already tells recipes apart.</summary>
    private static void WriteRecipe(IFileStore files, string folder, PhaseRecipe recipe, int rank)
    {
        string state = Path.Combine(folder, PhaseFolder.StateName), path = Path.Combine(state, PhaseFolder.FitName);
        try
        {
            files.CreateFolder(state);
            PhaseFolder.RemoveTemporary(files, state, rank, hasLocks: false);
            if (!IsWhole(files, path, recipe)) PhaseFolder.WriteAtomically(files, path, rank, recipe.Serialize());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PhaseFolder.CannotWrite(folder, e);
        }
    }

    private static bool IsWhole(IFileStore files, string path, PhaseRecipe recipe)
    {
        try
        {
            return PhaseRecipe.TryRead(files, path)?.Fingerprint == recipe.Fingerprint;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Runs another fit, on this corpus or another one. All fits that need the same artifact share it.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<TArtifact> FitAsync<TArtifact>(Corpus corpus, CorpusFit<TArtifact> fit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(fit);
        return RunAsync(run, corpus, fit, path, cancellationToken);
    }

    /// <summary>
    /// Runs a map phase: every shard of a corpus goes through the corpus's stages into a writer of the mapper, which writes files of its own.
    /// </summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="corpus">The corpus: the fit's own or one of its inputs.</param>
    /// <param name="mapper">Opens a writer for each shard.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The files, one task per shard.</returns>
    public async Task<PhaseFiles> MapAsync(string phase, Corpus corpus, IDocumentSink mapper, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(mapper);
        CorpusPlan corpusPlan = ReferenceEquals(corpus, plan.Corpus) ? plan
            : await CorpusPlan.CreateAsync(corpus.WithoutDrops(), cancellationToken).ConfigureAwait(false);
        ImmutableArray<PhaseTask> tasks = ShardTask.CreateAll(corpusPlan, mapper, run.Inputs.Check);
        PhaseFiles files = await RunAsync(phase, run.DescribePlan(corpusPlan, mapper), tasks, cancellationToken).ConfigureAwait(false);
        corpusPlan.CheckCounts(files.Report);
        return files;
    }

    /// <summary>Runs a reduce phase: independent tasks, typically one for each partition of the map's records. Any rank may do any task.</summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="tasks">The number of tasks, 0 or more. It must not depend on workers or ranks.</param>
    /// <param name="reduce">Does one task, whose number is the output's index.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PhaseFiles> ReduceAsync(string phase, int tasks, Func<ShardOutput, CancellationToken, Task> reduce, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tasks);
        ArgumentNullException.ThrowIfNull(reduce);
        FingerprintWriter recipe = CurationRun.BeginRecipe();
        recipe.Add("fit", fingerprint);
        recipe.Add("phase", phase);
        ImmutableArray<PhaseTask> all = [.. Enumerable.Range(0, tasks).Select(i => new StepTask(i, phase, reduce))];
        try
        {
            return await RunAsync(phase, recipe, all, cancellationToken).ConfigureAwait(false);
        }
        catch (CurationRunException e) when (e.Failures is [{ InnerException: CurationException cause }])
        {
            // What a step explains ends the fit as it is: that it was a step, and which one, means nothing to a user.
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private async Task<PhaseFiles> RunAsync(string phase, FingerprintWriter recipe, ImmutableArray<PhaseTask> tasks, CancellationToken cancellationToken)
    {
        string phaseFolder = Path.Combine(folder, phase);
        // A phase without tasks has no manifest: the next one keeps the warnings.
        if (!tasks.IsEmpty) tasks[0].EarlierWarnings = TakeWarnings();
        (RunReport report, _) = await run.RunPhaseAsync(PhaseName(phase), phaseFolder, recipe, tasks, path, cancellationToken).ConfigureAwait(false);
        last = (report.Phase, report.Folder);
        return new(report, run.CreateRepair(PhaseName(phase), phaseFolder, recipe, tasks, cancellationToken), run.Options.Files);
    }

    /// <summary>Runs a finishing phase: one task, done by rank 0 while the others wait. Its memory should not grow with the corpus.</summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="finish">Does the work.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<PhaseFiles> FinishAsync(string phase, Func<ShardOutput, CancellationToken, Task> finish, CancellationToken cancellationToken) =>
        ReduceAsync(phase, 1, finish, cancellationToken);

    private List<string> TakeWarnings()
    {
        lock (gate)
        {
            List<string> taken = [.. warnings];
            warnings.Clear();
            return taken;
        }
    }

    private string PhaseName(string phase) => $"{name}/{phase}";

    private sealed class StepTask(int index, string phase, Func<ShardOutput, CancellationToken, Task> step) : PhaseTask(index, $"{phase} {index}", [], 0)
    {
        public override async Task<ImmutableArray<StageReport>> ExecuteAsync(TaskScope scope, CancellationToken cancellationToken)
        {
            await step(scope.Output, cancellationToken).ConfigureAwait(false);
            return [];
        }
    }
}
