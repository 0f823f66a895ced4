using System.Runtime.CompilerServices;

namespace DataCuration;

/// <content>The operations that run a corpus.</content>
public sealed partial class Corpus
{
    /// <summary>Writes the documents as JSON lines, one file (or, with a size bound, several) per shard.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>A corpus over what was written.</returns>
    /// <exception cref="CurationRunException">Shards failed.</exception>
    /// <exception cref="ResumeMismatchException">The folder holds work of another recipe or input.</exception>
    public Task<Corpus> WriteJsonlAsync(string folder, CurationRun run, CancellationToken cancellationToken = default) =>
        WriteJsonlAsync(folder, new JsonlWriteOptions(), run, cancellationToken);

    /// <summary>Writes the documents as JSON lines with options: field names, compression, size bound, unchanged records copied byte for byte.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="options">How to write them.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>A corpus over what was written.</returns>
    public async Task<Corpus> WriteJsonlAsync(string folder, JsonlWriteOptions options, CurationRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RunReport report = await WriteAsync(folder, new JsonlSink(options), run, cancellationToken).ConfigureAwait(false);
        return ReadBack(report, options, name => !name.Contains('/', StringComparison.Ordinal));
    }

    /// <summary>Writes the documents to any sink.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="sink">The sink.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>What was done, by stage and shard, with the files written.</returns>
    public Task<RunReport> WriteAsync(string folder, IDocumentSink sink, CurationRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(run);
        return run.RunCorpusAsync(folder, run.ResolveFolder(folder), this, sink, cancellationToken);
    }

    /// <summary>Writes the documents as JSON lines to a folder per key, in one pass.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="partition">Gives a document's key: the name of its folder. Letters, digits, '.', '_' and '-' stay; other bytes of its UTF-8 become %XX.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="options">How to write them; null for the defaults.</param>
    /// <param name="version">Stands for the values that the lambda captures; see <see cref="Where"/>.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <param name="text">The lambda's source text; the compiler gives it.</param>
    /// <returns>A corpus per key, in ordinal order of the keys.</returns>
    public async Task<IReadOnlyDictionary<string, Corpus>> WritePartitionedAsync(
        string folder, Func<Document, string> partition, CurationRun run, JsonlWriteOptions? options = null, string? version = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(partition))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(partition);
        options ??= new JsonlWriteOptions();
        var sink = new PartitionedSink(new JsonlSink(options), partition, new LambdaIdentity(partition, text, version));
        RunReport report = await WriteAsync(folder, sink, run, cancellationToken).ConfigureAwait(false);
        var keys = new SortedDictionary<string, Corpus>(StringComparer.Ordinal);
        foreach (string key in DataFiles(report).Where(name => name.Contains('/', StringComparison.Ordinal) && !IsDropFile(name)).Select(name => name[..name.IndexOf('/', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal))
            keys.Add(PartitionedSink.KeyOf(key), ReadBack(report, options, name => name.StartsWith(key + "/", StringComparison.Ordinal)));
        return keys;
    }

    /// <summary>Runs a fit over the corpus: something that must see all of it.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="cancellationToken">Stops it; what is finished stays, and the next run goes on.</param>
    /// <returns>The artifact; found again, not fitted again, where fit, recipe and input are the same.</returns>
    public Task<TArtifact> FitAsync<TArtifact>(CorpusFit<TArtifact> fit, CurationRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(run);
        return FitScope.RunAsync(run, this, fit, cancellationToken);
    }

    /// <summary>Writes the documents as token shards of the Megatron format.</summary>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="encoder">Turns text into tokens.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>The shards, opened; without a document if none was kept.</returns>
    public async Task<TokenShards> WriteTokenShardsAsync(string folder, ITokenEncoder encoder, CurationRun run, CancellationToken cancellationToken = default)
    {
        var sink = new TokenShardSink(encoder);
        RunReport report = await WriteAsync(folder, sink, run, cancellationToken).ConfigureAwait(false);
        return TokenShards.OpenWritten(report.Folder, sink);
    }

    /// <summary>
    /// Runs the stages and hands the documents out as they come, in order, on the caller's thread: the way out to LINQ. Writes nothing and resumes nothing, so
    /// lambdas may capture variables. Under a quarantine policy faults are logged and counted, but not kept.
    /// </summary>
    /// <param name="run">Carries it out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<Document> AsAsyncEnumerable(CurationRun run, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        CorpusPlan plan = await CorpusPlan.CreateAsync(this, cancellationToken).ConfigureAwait(false);
        var worker = new WorkerState(run.Resources, run.Options, run.Logger, run.Time);
        var progress = new PhaseProgress("enumerate", run.Options.Progress, run.Time, 0, plan.Shards.Length, plan.Shards.Sum(shard => shard.Shard.Bytes));
        for (int i = 0; i < plan.Shards.Length; i++)
        {
            var gathered = new GatheringWriter();
            var scope = new TaskScope("enumerate", new ShardOutput(i, static _ => Stream.Null), worker, progress, run.Options, run.Logger, run.Time);
            await using var loop = new ShardLoop(plan.Shards[i], i, gathered, null, scope);
            while (await loop.StepAsync(cancellationToken).ConfigureAwait(false))
                foreach (Document document in gathered.Take()) yield return document;
            await loop.CompleteAsync(cancellationToken).ConfigureAwait(false);
            progress.TaskEnded(completed: true);
        }
    }

    private static IEnumerable<string> DataFiles(RunReport report) =>
        report.Shards.SelectMany(shard => shard.Outputs).Select(output => output.Name).Where(name => !name.StartsWith(PhaseFolder.StateName, StringComparison.Ordinal));

    private bool IsDropFile(string name) => DropFolder is not null && name.StartsWith(DropFolder + "/", StringComparison.Ordinal);

    private Corpus ReadBack(RunReport report, JsonlWriteOptions options, Func<string, bool> isPart)
    {
        string[] files = [.. DataFiles(report).Where(name => isPart(name) && !IsDropFile(name)).Select(name => Path.Combine(report.Folder, name))];
        var read = new JsonlReadOptions { TextField = options.TextField, IdField = options.IdField };
        // Copied records keep the names that they came with.
        if (options.CopyUnmodifiedRecords && Branches[0].Source is var source && (source is TakeSource take ? take.Inner : source) is JsonlSource { Options: var own })
            read = new JsonlReadOptions { TextField = own.TextField, IdField = own.IdField };
        return files.Length == 0 ? FromDocuments([]) : FromJsonl(read, files);
    }
}
