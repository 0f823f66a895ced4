using System.Collections.Immutable;

namespace DataCuration;

/// <summary>What a <see cref="CorpusFit{TArtifact}"/> works with: its corpus, and phases whose files lie in the fit's own folder.</summary>
public sealed class FitScope
{
    private readonly CurationRun run;
    private readonly string folder;
    private readonly string name;
    private readonly string fingerprint;
    private readonly CorpusPlan plan;

    private FitScope(CurationRun run, string folder, string name, string fingerprint, CorpusPlan plan)
    {
        this.run = run;
        this.folder = folder;
        this.name = name;
        this.fingerprint = fingerprint;
        this.plan = plan;
    }

    /// <summary>The corpus that is fitted.</summary>
    public Corpus Corpus => plan.Corpus;

    /// <summary>How the run is carried out.</summary>
    public RunOptions Options => run.Options;

    /// <summary>The number of shards of the fit's corpus. Each has one task in a map phase and one entry in a keep list.</summary>
    public int ShardCount => plan.Shards.Length;

    /// <summary>
    /// Says at once if no <see cref="KeepList"/> can be made for the fit's corpus, because it expands documents or reads one source twice. To be called before the work begins.
    /// </summary>
    /// <exception cref="CurationException">No keep list can be made; the message says why and what to do.</exception>
    public void RequireKeepList() => KeepListWriter.Check(plan);

    /// <summary>Counts the shards of another corpus, such as one of the fit's inputs.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="cancellationToken">Cancels the listing of the source.</param>
    public async Task<int> CountShardsAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return ReferenceEquals(corpus, plan.Corpus) ? ShardCount : (await CorpusPlan.CreateAsync(corpus, cancellationToken).ConfigureAwait(false)).Shards.Length;
    }

    /// <summary>Reads one shard of a keep list that was made for the fit's corpus, in the form that <see cref="KeepListWriter.AddShard"/> takes.</summary>
    /// <param name="list">The keep list.</param>
    /// <param name="shard">The shard, below <see cref="ShardCount"/>.</param>
    /// <returns>One bit per record of the shard, and the number of records.</returns>
    /// <exception cref="CurationException">The keep list was made for other records.</exception>
    /// <exception cref="InvalidDataException">The keep list's file is damaged.</exception>
    public (ulong[] Words, long Records) ReadKeepList(KeepList list, int shard)
    {
        ArgumentNullException.ThrowIfNull(list);
        PlannedShard planned = plan.Shards[shard];
        list.CheckSource(planned.SourceKey, planned.Branch.Source);
        return list.Read(planned.SourceKey, planned.IndexInSource);
    }

    /// <summary>Begins a keep list for the fit's corpus, in a task of a finishing phase. Read it back with <see cref="KeepList.Load"/> from the phase's folder.</summary>
    /// <param name="output">Where the task's files go.</param>
    /// <exception cref="CurationException">The corpus expands documents, or reads one source twice: its records cannot be told apart.</exception>
    public KeepListWriter CreateKeepList(ShardOutput output) => new(plan, output);

    /// <summary>A thing that the whole run shares; see <see cref="StageContext.Resource{T}"/>.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="factory">Makes it.</param>
    public T Resource<T>(string key, Func<T> factory) where T : class => run.Resources.GetOrAdd(key, factory);

    /// <summary>Says something that the user should know, through the run's log.</summary>
    /// <param name="message">What.</param>
    public void Warn(string message) => Log.Warn(run.Logger, message);

    internal static async Task<TArtifact> RunAsync<TArtifact>(CurationRun run, Corpus corpus, CorpusFit<TArtifact> fit, CancellationToken cancellationToken)
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
        for (int i = 0; i < fit.Inputs.Count; i++)
        {
            fit.Inputs[i].RequireResumable();
            writer.BeginScope($"input.{i}");
            (await CorpusPlan.CreateAsync(fit.Inputs[i], cancellationToken).ConfigureAwait(false)).DescribeContent(writer);
            writer.EndScope();
        }
        string fingerprint = writer.ToFingerprint();
        string folder = run.ResolveFolder(Path.Combine("artifacts", $"{fit.Name}-{fingerprint[..16]}"));
        return await fit.FitAsync(new FitScope(run, folder, fit.Name, fingerprint, plan), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs another fit, on this corpus or another one. Its artifact is shared with whoever else fits the same.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<TArtifact> FitAsync<TArtifact>(Corpus corpus, CorpusFit<TArtifact> fit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(fit);
        return RunAsync(run, corpus, fit, cancellationToken);
    }

    /// <summary>Map: every shard of a corpus goes through its stages into one writer of the mapper, which puts out the shard's records in files of its own.</summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="corpus">The corpus: the fit's own or one of its inputs.</param>
    /// <param name="mapper">Opens a writer per shard.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files, one task per shard.</returns>
    public async Task<PhaseFiles> MapAsync(string phase, Corpus corpus, IDocumentSink mapper, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(mapper);
        CorpusPlan corpusPlan = ReferenceEquals(corpus, plan.Corpus) ? plan : await CorpusPlan.CreateAsync(corpus.WithoutDrops(), cancellationToken).ConfigureAwait(false);
        return new(await run.RunPlanAsync(PhaseName(phase), Path.Combine(folder, phase), corpusPlan, mapper, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reduce: a number of independent tasks, typically one per partition of the map's records, each of which any rank may do.</summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="tasks">How many tasks; must not depend on workers or ranks.</param>
    /// <param name="reduce">Does one task: given its number and where its files go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<PhaseFiles> ReduceAsync(string phase, int tasks, Func<ShardOutput, CancellationToken, Task> reduce, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        ArgumentNullException.ThrowIfNull(reduce);
        FingerprintWriter recipe = CurationRun.BeginRecipe();
        recipe.Add("fit", fingerprint);
        recipe.Add("phase", phase);
        ImmutableArray<PhaseTask> all = [.. Enumerable.Range(0, tasks).Select(i => new StepTask(i, phase, reduce))];
        return new(await run.RunPhaseAsync(PhaseName(phase), Path.Combine(folder, phase), recipe, all, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Finish: one task, done by rank 0 while the others wait; for work whose memory is small whatever the corpus.</summary>
    /// <param name="phase">The phase's name, unique in the fit.</param>
    /// <param name="finish">Does the work.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<PhaseFiles> FinishAsync(string phase, Func<ShardOutput, CancellationToken, Task> finish, CancellationToken cancellationToken) =>
        ReduceAsync(phase, 1, finish, cancellationToken);

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
