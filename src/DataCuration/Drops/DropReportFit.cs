namespace DataCuration;

/// <summary>
/// Reports what the stages of one or more passes dropped, and why. The corpus is the output of the last pass together with the drops of all passes
/// (<see cref="Corpus.FromDrops"/>): a document without a drop reason counts as kept.
/// </summary>
/// <remarks>Memory: the reasons and their examples, for each worker. The fit reads the texts once.</remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// Corpus clean = await pool.Where(document =&gt; document.Text.Length &gt;= 200).DropsTo("dropped").WriteJsonlAsync("clean", run);
/// DropReport report = await Corpus.Concat(clean, Corpus.FromDrops(run.Reports[^1], "dropped")).FitAsync(new DropReportFit { Input = pool }, run);
/// foreach (DropReason reason in report.Reasons) Console.WriteLine($"{reason.Documents} x {reason.Reason}, such as {reason.Examples[0].Id}");
/// </code>
/// </example>
public sealed class DropReportFit : CorpusFit<DropReport>
{
    private const string Suffix = ".drops.json";
    private const string FileName = "drops.json";

    /// <inheritdoc/>
    public override string Name => "drop-report";

    /// <summary>The number of example documents for each reason: the first ones in the order of the corpus.</summary>
    /// <value>0 to 1,000; default 2 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Examples
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of examples is between 0 and 1,000.");
    } = 2;

    /// <summary>The number of code points that are shown of an example's text.</summary>
    /// <value>1 to 100,000; default 100 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int ExcerptLength
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The length of an excerpt is between 1 and 100,000.");
    } = 100;

    /// <summary>
    /// The corpus that the first pass read. Shares are then those of its documents and bytes, and the report says how many bytes edits removed. It is read once
    /// more for this.
    /// </summary>
    /// <value>Default null: shares are those of the kept and dropped documents.</value>
    public Corpus? Input { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => Input is null ? [] : [Input];

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(Examples), Examples);
        writer.Add(nameof(ExcerptLength), ExcerptLength);
        writer.Add(nameof(Input), Input is not null);
    }

    /// <inheritdoc/>
    protected internal override async Task<DropReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles drops = await scope.MapAsync("drops", scope.Corpus, new Sink(Examples, ExcerptLength), cancellationToken).ConfigureAwait(false);
        PhaseFiles? input = Input is null ? null
            : await scope.MapAsync("input", Input, new Sink(0, ExcerptLength), cancellationToken).ConfigureAwait(false);
        PhaseFiles report = await scope.FinishAsync("report", (output, token) =>
        {
            using Stream stream = output.CreateFile(FileName);
            stream.Write(DropReportJson.Write(Join(drops, token).ToReport(input is null ? null : Join(input, token).ToReport())));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string path = report.FindFile(FileName) ?? throw new CurationException($"'{report.Folder}' has no file '{FileName}'.");
        return DropReportJson.Read(report.Files.ReadAllBytes(path), path);
    }

    private DropTally Join(PhaseFiles parts, CancellationToken cancellationToken)
    {
        var tally = new DropTally(Examples, ExcerptLength);
        for (int task = 0; task < parts.TaskCount; task++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (parts.Find(task, Suffix) is { } path) tally.Add(DropReportJson.Read(parts.Files.ReadAllBytes(path), path));
        }
        return tally;
    }

    private sealed class Sink(int examples, int excerptLength) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("sink", "drop-tally/1");
            writer.Add(nameof(examples), examples);
            writer.Add(nameof(excerptLength), excerptLength);
        }

        public IShardWriter Open(ShardOutput output) => new Writer(new DropTally(examples, excerptLength), output);
    }

    private sealed class Writer(DropTally tally, ShardOutput output) : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span) tally.Add(document);
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            output.CreateFile(output.Name + Suffix).Write(DropReportJson.Write(tally.ToReport()));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the stream belongs to the engine
    }
}
