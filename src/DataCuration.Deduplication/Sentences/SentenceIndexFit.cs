namespace DataCuration.Deduplication;

/// <summary>
/// Makes an index of a corpus's windows, to deduplicate later corpora against it (<see cref="SentenceDeduplication.Indexes"/>), as datatrove's
/// <c>SentenceDedupBuildIndex</c> does.
/// </summary>
/// <remarks>Memory for each worker: <see cref="SentenceDeduplication.MemoryBytes"/>. The index takes 16 bytes for each distinct window.</remarks>
/// <param name="windows">The windows: unit, splitter and length are used.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// var windows = new SentenceDeduplication { WindowSentences = 3 };
/// SentenceIndex index = await Corpus.FromJsonl("earlier/*.jsonl").FitAsync(new SentenceIndexFit(windows), run);
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SentenceDeduplication { Indexes = [index] }, run);
/// </code>
/// </example>
public sealed class SentenceIndexFit(SentenceDeduplication windows) : CorpusFit<SentenceIndex>
{
    private readonly SentenceDeduplication windows = windows ?? throw new ArgumentNullException(nameof(windows));

    /// <inheritdoc/>
    public override string Name => "sentence-index";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        windows.DescribeWindows(writer);
    }

    /// <inheritdoc/>
    protected override async Task<SentenceIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles map = await windows.MapAsync(scope, cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.ReduceAsync("hashes", windows.Partitions, (output, token) =>
        {
            SentenceIndex.WritePart(new Partitions(map, "windows"), output, windows, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles index = await scope.FinishAsync("index", (output, token) =>
        {
            SentenceIndex.Write(output, parts, windows, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return SentenceIndex.Load(index.Folder, index.Files);
    }
}
