using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// A lazy, immutable description of documents: where they come from and which stages they go through. Nothing is read before a terminal operation, one whose
/// name ends in <c>Async</c>. Like a LINQ query it can be shared, extended in several ways, and run as often as wanted.
/// </summary>
public sealed partial class Corpus
{
    private Corpus(ImmutableArray<CorpusBranch> branches, string? dropFolder)
    {
        Branches = branches;
        DropFolder = dropFolder;
    }

    internal ImmutableArray<CorpusBranch> Branches { get; }

    internal string? DropFolder { get; }

    /// <summary>A corpus over any source.</summary>
    /// <param name="source">The source.</param>
    public static Corpus FromSource(IShardedSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new([new CorpusBranch(source, [])], null);
    }

    /// <summary>JSON lines: plain, gzip or zstd, with the fields <c>id</c> and <c>text</c>.</summary>
    /// <param name="patterns">Files, or glob patterns (<c>pool/*.jsonl.gz</c>, <c>crawl/**/*.jsonl</c>).</param>
    public static Corpus FromJsonl(params IReadOnlyList<string> patterns) => FromJsonl(new JsonlReadOptions(), patterns);

    /// <summary>JSON lines with other field names or another sharding.</summary>
    /// <param name="options">How to read them.</param>
    /// <param name="patterns">Files or glob patterns.</param>
    public static Corpus FromJsonl(JsonlReadOptions options, params IReadOnlyList<string> patterns) => FromSource(new JsonlSource(patterns, options));

    /// <summary>Text files, one document each; its id is the file's path.</summary>
    /// <param name="patterns">Files or glob patterns.</param>
    public static Corpus FromText(params IReadOnlyList<string> patterns) => FromSource(new TextSource(patterns));

    /// <summary>Documents in memory.</summary>
    /// <param name="documents">The documents; enumerated once, here.</param>
    public static Corpus FromDocuments(IEnumerable<Document> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return FromSource(new MemorySource([.. documents]));
    }

    /// <summary>
    /// Documents from any asynchronous sequence: the way in for what has no source of its own (a database, a queue). Read as one shard, from its begin.
    /// </summary>
    /// <param name="name">Stands for the sequence's content in fingerprints: give it another name or version when the content changes.</param>
    /// <param name="factory">Starts the sequence; called once per pass: a terminal operation makes one, a fit one for each of its map phases.</param>
    public static Corpus FromAsyncEnumerable(string name, Func<CancellationToken, IAsyncEnumerable<Document>> factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(factory);
        return FromSource(new AsyncEnumerableSource(name, factory));
    }

    /// <summary>Several corpora after one another. Where one of them has a folder for drops (<see cref="DropsTo"/>), all drops go there.</summary>
    /// <param name="corpora">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or they name different folders for drops.</exception>
    public static Corpus Concat(params ReadOnlySpan<Corpus> corpora)
    {
        if (corpora.IsEmpty) throw new ArgumentException("There is nothing to concatenate.", nameof(corpora));
        var branches = ImmutableArray.CreateBuilder<CorpusBranch>();
        string? dropFolder = null;
        foreach (Corpus corpus in corpora)
        {
            branches.AddRange(corpus.Branches);
            if (dropFolder is not null && corpus.DropFolder is not null && corpus.DropFolder != dropFolder)
                throw new ArgumentException($"The corpora write their drops to '{dropFolder}' and to '{corpus.DropFolder}': call DropsTo on the concatenation.", nameof(corpora));
            dropFolder ??= corpus.DropFolder;
        }
        return new(branches.ToImmutable(), dropFolder);
    }

    /// <summary>Adds stages.</summary>
    /// <param name="stages">The stages, in order.</param>
    public Corpus Pipe(params ReadOnlySpan<Stage> stages)
    {
        foreach (Stage stage in stages) ArgumentNullException.ThrowIfNull(stage, nameof(stages));
        ImmutableArray<Stage> added = [.. stages];
        return new([.. Branches.Select(branch => branch with { Stages = branch.Stages.AddRange(added) })], DropFolder);
    }

    /// <summary>Keeps the documents that a condition holds for.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="version">
    /// Stands for the values that the lambda captures. A lambda that captures any is refused in runs that can be resumed unless this is given, since its text,
    /// by which finished work is recognised, does not show them.
    /// </param>
    /// <param name="text">The lambda's source text; the compiler gives it. Also the reason under which drops are counted.</param>
    public Corpus Where(Func<Document, bool> predicate, string? version = null, [CallerArgumentExpression(nameof(predicate))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Pipe(new WhereStage(predicate, text, version));
    }

    /// <summary>Replaces each document.</summary>
    /// <param name="selector">Makes the new document.</param>
    /// <param name="version">As for <see cref="Where"/>.</param>
    /// <param name="text">The lambda's source text; the compiler gives it.</param>
    public Corpus Select(Func<Document, Document> selector, string? version = null, [CallerArgumentExpression(nameof(selector))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Pipe(new SelectStage(selector, text, version));
    }

    /// <summary>Keeps the records of a keep list. In front of all other stages it costs next to nothing: what is not on the list is not even parsed.</summary>
    /// <param name="list">The list; it must have been fitted on the same source.</param>
    public Corpus Keep(KeepList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return Pipe(new KeepStage(list));
    }

    /// <summary>Reads only the first records: for trial runs. Stands before any stage, since it counts source records.</summary>
    /// <param name="records">How many records.</param>
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

    /// <summary>Writes what the stages drop, with stage and reason, as JSON lines to a folder below the output of terminal operations that write. Fits write none.</summary>
    /// <param name="folder">The folder's name, such as <c>dropped</c>.</param>
    public Corpus DropsTo(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new(Branches, folder);
    }

    /// <summary>Refuses lambdas that capture values without a version: resuming with them could lie.</summary>
    internal void RequireResumable()
    {
        foreach (CorpusBranch branch in Branches)
            foreach (Stage stage in branch.Stages)
                if (stage is ILambdaStage lambda) lambda.Identity.RequireResumable();
    }
}
