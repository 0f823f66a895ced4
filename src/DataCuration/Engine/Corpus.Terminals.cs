using System.Runtime.CompilerServices;

namespace DataCuration;

/// <content>The terminal operations, which run the pipeline.</content>
public sealed partial class Corpus
{
    /// <summary>Writes the documents as JSON lines: one file per shard, or several with <see cref="JsonlWriteOptions.MaxFileBytes"/>.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="options">Field names, compression, file size, copying of unmodified records; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between documents. Finished shards are kept, and the next run continues after them.</param>
    /// <returns>A corpus over the written files.</returns>
    /// <exception cref="CurationRunException">Shards failed.</exception>
    /// <exception cref="ResumeMismatchException">
    /// The folder holds work that depends on something that changed (<see cref="RunOptions.WhenChanged"/>).
    /// </exception>
    public async Task<Corpus> WriteJsonlAsync(string folder, CurationRun run, JsonlWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new JsonlWriteOptions();
        RunReport report = await WriteAsync(folder, new JsonlSink(options), run, cancellationToken).ConfigureAwait(false);
        return ReadBack(report, run.Options.Files, options, name => !name.Contains('/', StringComparison.Ordinal));
    }

    /// <summary>Writes the documents to any sink.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="sink">The sink.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="cancellationToken">Stops between documents. Finished shards are kept, and the next run continues after them.</param>
    /// <returns>A report with the counts of each stage and shard and the files written.</returns>
    public async Task<RunReport> WriteAsync(string folder, IDocumentSink sink, CurationRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(run);
        if (sink is ISchemaSink { NeedsFields: true } unknown)
            sink = unknown.WithFields(await SampleFieldsAsync(run, cancellationToken).ConfigureAwait(false));
        return await run.RunCorpusAsync(folder, run.ResolveFolder(folder), this, sink, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Lists the fields of a sample of the documents, with their kinds. Of each source, the records of up to 32 MiB are looked at, or else the first 1,000
    /// records of 64 shards that are evenly spread. To find the annotations of stages, 64 documents of 4 shards go through them; if a stage makes calls or
    /// batches, the first 8 records of the first shard. The result is kept like that of a fit.
    /// </summary>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fields other than id and text, in order of first occurrence. A field that no document of the sample has is missing.</returns>
    public Task<IReadOnlyList<CorpusField>> SampleFieldsAsync(CurationRun run, CancellationToken cancellationToken = default) =>
        FitAsync(new FieldsFit(), run, cancellationToken);

    /// <summary>Writes the documents as JSON lines into one folder per key, in a single pass.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="partition">Returns a document's key, which names its folder. Letters, digits, '.', '_' and '-' are kept; other UTF-8 bytes become
    /// %XX.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="options">Field names, compression, file size; null for the defaults.</param>
    /// <param name="version">A version of the values that the lambda captures; see <see cref="Where"/>.</param>
    /// <param name="cancellationToken">Stops between documents. Finished shards are kept, and the next run continues after them.</param>
    /// <param name="text">The source text of the lambda, filled in by the compiler.</param>
    /// <returns>A corpus for each key, in ordinal order of the keys.</returns>
    public async Task<IReadOnlyDictionary<string, Corpus>> WritePartitionedAsync(
        string folder, Func<Document, string> partition, CurationRun run, JsonlWriteOptions? options = null, string? version = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(partition))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(partition);
        options ??= new JsonlWriteOptions();
        var sink = new PartitionedSink(new JsonlSink(options), partition, new LambdaIdentity(partition, text, version));
        RunReport report = await WriteAsync(folder, sink, run, cancellationToken).ConfigureAwait(false);
        var keys = new SortedDictionary<string, Corpus>(StringComparer.Ordinal);
        foreach (string key in DataFiles(report).Where(name => name.Contains('/', StringComparison.Ordinal) && !IsDropFile(name))
            .Select(name => name[..name.IndexOf('/', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal))
            keys.Add(PartitionedSink.KeyOf(key), ReadBack(report, run.Options.Files, options, name => name.StartsWith(key + "/", StringComparison.Ordinal)));
        return keys;
    }

    /// <summary>Runs a fit: a computation over the whole corpus.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="cancellationToken">Stops the fit. Finished tasks are kept, and the next run continues after them.</param>
    /// <returns>The artifact. An artifact of the same fit, recipe and input is loaded instead of computed again.</returns>
    public Task<TArtifact> FitAsync<TArtifact>(CorpusFit<TArtifact> fit, CurationRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(run);
        return FitScope.RunAsync(run, this, fit, [], cancellationToken);
    }

    /// <summary>Writes the documents as token shards of the Megatron format.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="encoder">The tokenizer.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="cancellationToken">Stops between documents. Finished shards are kept, and the next run continues after them.</param>
    /// <returns>The token shards, opened. They are empty if no document was kept.</returns>
    public async Task<TokenShards> WriteTokenShardsAsync(string folder, ITokenEncoder encoder, CurationRun run, CancellationToken cancellationToken = default)
    {
        var sink = new TokenShardSink(encoder);
        RunReport report = await WriteAsync(folder, sink, run, cancellationToken).ConfigureAwait(false);
        run.Inputs.CheckAll(report, run.Options.MaxParallelShards);
        return TokenShards.OpenWritten(report.Folder, sink, run.Options.Files);
    }

    /// <summary>
    /// Runs the stages on the caller's thread and returns the documents in order, for use with LINQ. Nothing is written and nothing can be resumed, so lambdas
    /// may capture variables. With a quarantine policy, faults are counted and shown as warnings but not stored.
    /// </summary>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="cancellationToken">Stops the enumeration.</param>
    public async IAsyncEnumerable<Document> AsAsyncEnumerable(CurationRun run, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        CorpusPlan plan = await CorpusPlan.CreateAsync(this, cancellationToken).ConfigureAwait(false);
        var worker = new WorkerState(run.Resources, run.Options, run.Logger, run.Time);
        var progress = new PhaseProgress("enumerate", run.Options.Progress, run.Time, 0, plan.Shards.Length, plan.Shards.Sum(shard => shard.Shard.Bytes));
        PhaseWarnings shown = run.Warnings.BeginPhase("enumerate", []);
        var counts = new List<IReadOnlyList<RunWarning>>();
        for (int i = 0; i < plan.Shards.Length; i++)
        {
            run.Inputs.Check(plan.Shards[i], cancellationToken);
            var gathered = new GatheringWriter();
            TaskWarnings warnings = shown.BeginTask();
            var output = new ShardOutput(i, static _ => Stream.Null) { Warnings = warnings };
            var scope = new TaskScope("enumerate", output, worker, progress, run.Options, warnings, run.Time);
            await using var loop = new ShardLoop(plan.Shards[i], i, gathered, null, scope, cancellationToken);
            while (await loop.StepAsync().ConfigureAwait(false))
                foreach (Document document in gathered.Take()) yield return document;
            await loop.CompleteAsync(cancellationToken).ConfigureAwait(false);
            counts.Add(warnings.ToWarnings());
            progress.TaskEnded(completed: true);
        }
        shown.Complete(WarningCounts.Merge(counts));
    }

    /// <summary>
    /// Creates a corpus of the documents that stages dropped in a finished operation (<see cref="DropsTo"/>), with the annotations of
    /// <see cref="DropAnnotations"/>. It is empty if the operation dropped no document.
    /// </summary>
    /// <param name="report">The report of the operation, such as the last one of <see cref="CurationRun.Reports"/>.</param>
    /// <param name="folder">The folder's name, as it was given to <see cref="DropsTo"/>.</param>
    /// <param name="files">The store that the output is in; null for the local file system.</param>
    public static Corpus FromDrops(RunReport report, string folder, IFileStore? files = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string[] paths = [.. DataFiles(report).Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(name => Path.Combine(report.Folder, name))];
        var read = new JsonlReadOptions { Files = files ?? LocalFileStore.Instance, ShardPlan = InShardOrder };
        return paths.Length == 0 ? FromDocuments([]) : FromJsonl(read, paths);
    }

    /// <summary>Written files are listed in the order of their shards. From shard 100,000 on, that is not the order of their names.</summary>
    private static ShardPlanOptions InShardOrder { get; } = new() { FileOrder = FileOrder.Listed };

    private static IEnumerable<string> DataFiles(RunReport report) =>
        report.Shards.SelectMany(shard => shard.Outputs).Select(output => output.Name)
            .Where(name => !name.StartsWith(PhaseFolder.StateName, StringComparison.Ordinal));

    private bool IsDropFile(string name) => DropFolder is not null && name.StartsWith(DropFolder + "/", StringComparison.Ordinal);

    private Corpus ReadBack(RunReport report, IFileStore store, JsonlWriteOptions options, Func<string, bool> isPart)
    {
        string[] files = [.. DataFiles(report).Where(name => isPart(name) && !IsDropFile(name)).Select(name => Path.Combine(report.Folder, name))];
        var read = new JsonlReadOptions { TextField = options.TextField, IdField = options.IdField, Files = store, ShardPlan = InShardOrder };
        // Copied records keep the field names of their source.
        if (options.CopyUnmodifiedRecords && Branches[0].Source is var source
            && (source is TakeSource take ? take.Inner : source) is JsonlSource { Options: var own })
            read = read with { TextField = own.TextField, IdField = own.IdField };
        return files.Length == 0 ? FromDocuments([]) : FromJsonl(read, files);
    }
}
