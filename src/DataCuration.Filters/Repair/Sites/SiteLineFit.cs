using System.Runtime.InteropServices;

namespace DataCuration.Filters;

/// <summary>
/// Finds the lines that many pages of a site share. A site is a host, or a registrable domain; a page counts each of its lines once. Documents without an
/// address belong to no site.
/// </summary>
/// <remarks>
/// A line is shared if at least <see cref="MinDocuments"/> pages of the site have it, and at least the share <see cref="MinShare"/> of them. Both must hold:
/// the count protects small sites, the share large ones. Memory: bounded, except for the result.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// SiteLines lines = await pool.FitAsync(new SiteLineFit(), run);
/// await pool.Pipe(new SiteLineRemover(lines)).WriteJsonlAsync("repaired", run);
/// </code>
/// </example>
public sealed class SiteLineFit : CorpusFit<SiteLines>
{
    private const string RecordsName = "lines";
    private const string FileName = "site-lines.keys";
    private const string Suffix = ".keys";

    /// <summary>The number of reduce tasks. A site is in one of them; a task sorts its records in bounded memory.</summary>
    private const int PartitionCount = 16;

    /// <summary>A page and one of its lines; the line 0 is the page itself.</summary>
    private readonly record struct PageLine(ulong Site, ulong Line);

    /// <inheritdoc/>
    public override string Name => "site-lines";

    /// <summary>The fewest pages of a site that share a line.</summary>
    /// <value>At least 2; default 10 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MinDocuments { get; init => field = RuleChecks.Count(value, 2, nameof(MinDocuments)); } = 10;

    /// <summary>The smallest share of a site's pages that share a line.</summary>
    /// <value>From 0 to 1; default 0.05 (our choice): a section of a site may have a menu of its own.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double MinShare { get; init => field = RuleChecks.Share(value, nameof(MinShare)); } = 0.05;

    /// <summary>The public suffix list that makes sites of registrable domains; null for hosts.</summary>
    /// <value>Default null.</value>
    public PublicSuffixList? Suffixes { get; init; }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(MinDocuments), MinDocuments);
        writer.Add(nameof(MinShare), MinShare);
        if (Suffixes is null) writer.Add(nameof(Suffixes), (string?)null);
        else writer.Add(nameof(Suffixes), Suffixes);
    }

    /// <inheritdoc/>
    protected override async Task<SiteLines> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles records = await scope.MapAsync("lines", scope.Corpus, new Sink(Suffixes), cancellationToken).ConfigureAwait(false);
        PhaseFiles shared = await scope.ReduceAsync("shared", PartitionCount, (output, token) =>
        {
            FindShared(new Partitions(records, RecordsName), output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles all = await scope.FinishAsync("join", (output, _) =>
        {
            Join(shared, output);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return new(all.Files.ReadAllBytes(all.FindFile(FileName)!), Suffixes);
    }

    private void FindShared(Partitions records, ShardOutput output, CancellationToken cancellationToken)
    {
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64(0, 2)) { RecordSize = 16, Warn = warning => output.Warn(warning) };
        using RecordReader sorted = sort.Sort(() => records.Read(output.Index), cancellationToken);
        Stream file = output.CreateFile(output.Name + Suffix);
        ulong site = 0, line = 0;
        long pages = 0, count = 0;
        while (sorted.Read())
        {
            PageLine record = sorted.Get<PageLine>();
            if (record.Site == site && record.Line == line)
            {
                count++;
            }
            else
            {
                Complete();
                if (record.Site != site) pages = 0;
                (site, line, count) = (record.Site, record.Line, 1);
            }
            if (line == 0) pages++; // records of pages come before those of lines
        }
        Complete();

        void Complete()
        {
            if (line != 0 && count >= MinDocuments && count >= MinShare * pages) file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in line)));
        }
    }

    private static void Join(PhaseFiles shared, ShardOutput output)
    {
        Stream file = output.CreateFile(FileName);
        for (int task = 0; task < shared.TaskCount; task++)
            if (shared.Find(task, Suffix) is { } path) file.Write(shared.Files.ReadAllBytes(path));
    }

    private sealed class Sink(PublicSuffixList? suffixes) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("sink", "site-lines/1");

        public IShardWriter Open(ShardOutput output) => new Writer(suffixes, new PartitionWriter(output, RecordsName, PartitionCount, recordSize: 16));
    }

    private sealed class Writer(PublicSuffixList? suffixes, PartitionWriter records) : IShardWriter
    {
        private readonly HashSet<ulong> seen = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (SiteNames.Of(document.Url, suffixes) is not { } name) continue;
                ulong site = SiteNames.Hash(name);
                records.Write(site, new PageLine(site, 0));
                seen.Clear();
                foreach (ReadOnlySpan<byte> line in document.Lines)
                {
                    ReadOnlySpan<byte> trimmed = SiteNames.Trim(line);
                    if (trimmed.IsEmpty) continue;
                    ulong key = SiteNames.KeyOf(site, trimmed);
                    if (seen.Add(key)) records.Write(site, new PageLine(site, key));
                }
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
