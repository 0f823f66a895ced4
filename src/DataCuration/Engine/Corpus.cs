using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// An immutable description of a pipeline: a source of documents and the stages that process them. Nothing is read before a terminal operation (a method
/// whose name ends in <c>Async</c>). Like a LINQ query, a corpus can be shared, extended and run any number of times.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun(new RunOptions { WorkDirectory = "out" });
/// Corpus pool = Corpus.FromJsonl("pool/**/*.jsonl.gz");
/// Corpus clean = await pool.Where(document =&gt; document.Text.Length &gt;= 200).DropsTo("dropped").WriteJsonlAsync("clean", run);
/// Console.WriteLine(run.Reports[^1]);
/// </code>
/// </example>
public sealed partial class Corpus
{
    private Corpus(ImmutableArray<CorpusBranch> branches, string? dropFolder)
    {
        Branches = branches;
        DropFolder = dropFolder;
    }

    internal ImmutableArray<CorpusBranch> Branches { get; }

    internal string? DropFolder { get; }

    /// <summary>Creates a corpus over any source.</summary>
    /// <param name="source">The source.</param>
    public static Corpus FromSource(IShardedSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new([new CorpusBranch(source, [])], null);
    }

    /// <summary>Reads JSON lines with the fields <c>id</c> and <c>text</c>: plain, gzip or zstd files.</summary>
    /// <param name="patterns">Files, or glob patterns (<c>pool/*.jsonl.gz</c>, <c>crawl/**/*.jsonl</c>).</param>
    public static Corpus FromJsonl(params IReadOnlyList<string> patterns) => FromJsonl(new JsonlReadOptions(), patterns);

    /// <summary>Reads JSON lines with other field names or another sharding.</summary>
    /// <param name="options">Field names and sharding.</param>
    /// <param name="patterns">Files or glob patterns.</param>
    public static Corpus FromJsonl(JsonlReadOptions options, params IReadOnlyList<string> patterns) => FromSource(new JsonlSource(patterns, options));

    /// <summary>Reads text files, one document per file. The id is the file's path.</summary>
    /// <param name="patterns">Files or glob patterns.</param>
    public static Corpus FromText(params IReadOnlyList<string> patterns) => FromSource(new TextSource(patterns));

    /// <summary>Creates a corpus of documents in memory.</summary>
    /// <param name="documents">The documents. They are enumerated once, by this call.</param>
    public static Corpus FromDocuments(IEnumerable<Document> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return FromSource(new MemorySource([.. documents]));
    }

    /// <summary>
    /// Creates a corpus over an asynchronous sequence, such as the rows of a database or the messages of a queue. Read as one shard, from the start.
    /// </summary>
    /// <param name="name">The name that represents the content in fingerprints. Use another name or version when the content changes.</param>
    /// <param name="factory">Starts the sequence. It is called once for each pass: a terminal operation makes one pass, a fit one for each of its map
    /// phases.</param>
    public static Corpus FromAsyncEnumerable(string name, Func<CancellationToken, IAsyncEnumerable<Document>> factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(factory);
        return FromSource(new AsyncEnumerableSource(name, factory));
    }

    /// <summary>Concatenates corpora. If one of them has a folder for drops (<see cref="DropsTo"/>), all drops are written there.</summary>
    /// <param name="corpora">The corpora; at least one.</param>
    /// <exception cref="ArgumentException">The list is empty, or the corpora name different folders for drops.</exception>
    public static Corpus Concat(params ReadOnlySpan<Corpus> corpora)
    {
        if (corpora.IsEmpty) throw new ArgumentException("At least one corpus is needed.", nameof(corpora));
        var branches = ImmutableArray.CreateBuilder<CorpusBranch>();
        string? dropFolder = null;
        foreach (Corpus corpus in corpora)
        {
            branches.AddRange(corpus.Branches);
            if (dropFolder is not null && corpus.DropFolder is not null && corpus.DropFolder != dropFolder)
                throw new ArgumentException(
                    $"The corpora write their drops to '{dropFolder}' and to '{corpus.DropFolder}': call DropsTo on the concatenation.", nameof(corpora));
            dropFolder ??= corpus.DropFolder;
        }
        return new(branches.ToImmutable(), dropFolder);
    }

    /// <summary>Appends stages to the pipeline.</summary>
    /// <param name="stages">The stages, in order.</param>
    public Corpus Pipe(params ReadOnlySpan<Stage> stages)
    {
        foreach (Stage stage in stages) ArgumentNullException.ThrowIfNull(stage, nameof(stages));
        ImmutableArray<Stage> added = [.. stages];
        return new([.. Branches.Select(branch => branch with { Stages = branch.Stages.AddRange(added) })], DropFolder);
    }

    /// <summary>Keeps the documents that satisfy a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="version">
    /// A version of the values that the lambda captures. Finished work is recognised by the lambda's source text, which does not show captured values.
    /// A run that can be resumed therefore rejects a lambda that captures values and has no version.
    /// </param>
    /// <param name="text">The source text of the lambda, filled in by the compiler. It is also the drop reason in reports.</param>
    public Corpus Where(Func<Document, bool> predicate, string? version = null, [CallerArgumentExpression(nameof(predicate))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Pipe(new WhereStage(predicate, text, version));
    }

    /// <summary>Replaces each document.</summary>
    /// <param name="selector">Returns the new document.</param>
    /// <param name="version">A version of the captured values; see <see cref="Where"/>.</param>
    /// <param name="text">The source text of the lambda, filled in by the compiler.</param>
    public Corpus Select(Func<Document, Document> selector, string? version = null, [CallerArgumentExpression(nameof(selector))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Pipe(new SelectStage(selector, text, version));
    }

    /// <summary>Keeps the records of a keep list. As the first stage it is almost free, because other records are not parsed.</summary>
    /// <param name="list">The list. It must have been fitted on the same source.</param>
    /// <param name="reason">The reason for the drops in reports, in snake_case, such as <c>not_novel</c>. Default: <c>not_selected</c>.</param>
    public Corpus Keep(KeepList list, string reason = KeepStage.DefaultReason)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return Pipe(new KeepStage(list, reason));
    }

    /// <summary>
    /// Drops the records of a keep list and keeps all others, such as those that an earlier selection did not take. As the first stage it is almost free.
    /// </summary>
    /// <param name="list">The list. It must have been fitted on the same source.</param>
    /// <param name="reason">The reason for the drops in reports, in snake_case. Default: <c>already_selected</c>.</param>
    public Corpus Without(KeepList list, string reason = KeepStage.DefaultReasonOfOthers)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return Pipe(new KeepStage(list, reason, keepsOthers: true));
    }

    /// <summary>Reads only the first records, for trial runs. It counts source records and must therefore come before any stage.</summary>
    /// <param name="records">The number of records.</param>
    /// <exception cref="InvalidOperationException">There are stages already.</exception>
    public Corpus Take(long records)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(records);
        if (Branches.FirstOrDefault(branch => !branch.Stages.IsEmpty) is { } staged)
            throw new InvalidOperationException($"Take counts source records: put it before stage {staged.Stages[0].Name}.");
        if (Branches.Length > 1) throw new InvalidOperationException("Take counts the records of one source: put it before Concat.");
        return new([new CorpusBranch(new TakeSource(Branches[0].Source, records), [])], DropFolder);
    }

    internal Corpus WithoutDrops() => DropFolder is null ? this : new(Branches, null);

    /// <summary>Writes dropped documents, with stage and reason, as JSON lines to a folder below the output folder. Fits write no drops.</summary>
    /// <param name="folder">The folder's name, such as <c>dropped</c>.</param>
    public Corpus DropsTo(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new(Branches, folder);
    }

    /// <summary>Rejects lambdas that capture values and have no version: resuming could reuse work of other values.</summary>
    internal void RequireResumable()
    {
        foreach (CorpusBranch branch in Branches)
            foreach (Stage stage in branch.Stages)
                if (stage is ILambdaStage lambda) lambda.Identity.RequireResumable();
    }
}
