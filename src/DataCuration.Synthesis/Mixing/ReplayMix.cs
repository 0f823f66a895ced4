namespace DataCuration.Synthesis;

/// <summary>
/// Mixes a corpus of generated texts with replay: documents of general text that keep a model from forgetting. All documents are shuffled by seed. Every
/// generated document is in the mix once, and replay documents are evenly interleaved, with their share of the tokens.
/// </summary>
/// <remarks>
/// <para>The reference replaces a tenth of its blocks by replay blocks, so a tenth of the generated text is skipped in every epoch. Here nothing is lost: the
/// mix is longer instead.</para>
/// <para>Replay documents are taken in an order that seed and ids give, until the share is reached. A document that is more than twice as long as what is
/// missing is passed over for the next ones. So the replay tokens differ from those of the requested share by at most half a document: the last one that was
/// taken, or the shortest that was not. If the replay corpus is too small, all of it is used. The share is measured, and a warning says why it is far from the
/// requested one.</para>
/// <para>The replay corpus is read twice: once to measure it, and once for the documents that were chosen. Only these are written. If its stages are
/// expensive, write it to files first. Memory and the number of open files do not grow with the corpora: two sorts, each with room for the largest document
/// that the run's limits allow (about 150 MB with the default ones).</para>
/// </remarks>
/// <param name="replay">The replay corpus. Documents are taken from it at random and without repetition.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// Corpus replay = Corpus.FromJsonl("general/*.jsonl");
/// MixedCorpus mix = await Corpus.FromJsonl("synthetic/*.jsonl").FitAsync(new ReplayMix(replay)
/// {
///     Share = 0.1,
///     TokenEncoder = ByteTokenEncoder.Instance,
///     CountsEndOfDocument = true,
/// }, run);
/// Console.WriteLine(mix.Report);
/// using TokenShards tokens = await mix.Corpus.WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run);
/// </code>
/// </example>
public sealed class ReplayMix(Corpus replay) : CorpusFit<MixedCorpus>
{
    /// <summary>The annotation that tells which documents are replay: <c>synthetic</c> or <c>replay</c>.</summary>
    public static readonly AnnotationKey<string> Role = new("mix_role");

    /// <summary>The value of <see cref="Role"/> for documents of the fitted corpus.</summary>
    public const string SyntheticRole = "synthetic";

    /// <summary>The value of <see cref="Role"/> for documents of the replay corpus.</summary>
    public const string ReplayRole = "replay";

    private readonly Corpus replay = replay ?? throw new ArgumentNullException(nameof(replay));

    /// <summary>The share of replay in the tokens of the mix, in [0, 1). Default: 0.1 (paper's code).</summary>
    public double Share
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is at least 0 and below 1.");
    } = 0.1;

    /// <summary>The seed of the order. Default: 42 (paper's code).</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// The number of files that the mix is written to, of about equal tokens; 1 to 1,024. They are the shards of what reads the mix. Default: 16 (our choice).
    /// </summary>
    public int Parts
    {
        get;
        init => field = value is >= 1 and <= 1_024 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of parts must be between 1 and 1,024.");
    } = 16;

    /// <summary>Counts the tokens of the documents; null to count a token for every 4 bytes of text, rounded up. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>
    /// True to count the end-of-document token that token shards have after each document (<see cref="TokenShardSink.AppendEndOfDocument"/>). With short
    /// documents, the share in the shards is another one without it. Default: false, the texts' own tokens.
    /// </summary>
    public bool CountsEndOfDocument { get; init; }

    /// <summary>The memory of a sort of lines, if the limits of the run ask for less. Tests set less than their lines have.</summary>
    internal long MinSortBytes { get; init; } = 64 << 20;

    /// <inheritdoc/>
    public override string Name => "replay-mix";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [replay];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("mix", "replay-mix/2");
        writer.Add(nameof(Share), Share);
        writer.Add(nameof(Seed), Seed);
        writer.Add(nameof(Parts), Parts);
        writer.BeginScope(nameof(TokenEncoder));
        if (TokenEncoder is null) writer.Add("kind", null);
        else TokenEncoder.Describe(writer);
        writer.EndScope();
        // Only if it is true: mixes of earlier runs stay valid.
        if (CountsEndOfDocument) writer.Add(nameof(CountsEndOfDocument), CountsEndOfDocument);
    }

    /// <inheritdoc/>
    protected override async Task<MixedCorpus> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles synthetic = await scope.MapAsync("synthetic", scope.Corpus, new MixSink(SyntheticRole, Seed, TokenEncoder, CountsEndOfDocument),
            cancellationToken).ConfigureAwait(false);
        PhaseFiles measured = await scope.MapAsync("replay", replay, new MixSink(null, Seed, TokenEncoder, CountsEndOfDocument), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles choice = await scope.FinishAsync("choice", (output, token) =>
        {
            new ReplayChoice(synthetic, measured, Share).Write(output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        ReplayMixReport report = ReplayChoice.LoadReport(choice);
        PhaseFiles? chosen = report.ReplayDocuments == 0 ? null
            : await scope.MapAsync("chosen", replay, new ChosenSink(choice, Seed), cancellationToken).ConfigureAwait(false);
        PhaseFiles mixed = await scope.FinishAsync("mix", (output, token) =>
        {
            new MixWriter(output, report, Parts, SortBytes(scope.Options)).Write(synthetic, chosen, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string[] files = [.. Enumerable.Range(0, Parts).Select(part => mixed.FindFile(MixWriter.FileName(part))).OfType<string>()];
        var inOrderOfParts = new JsonlReadOptions { Files = mixed.Files, ShardPlan = new() { FileOrder = FileOrder.Listed } };
        return new MixedCorpus
        {
            Corpus = files.Length == 0 ? Corpus.FromDocuments([]) : Corpus.FromJsonl(inOrderOfParts, files),
            Report = report,
        };
    }

    /// <summary>The memory of a sort of lines: room for the longest line that can be, whose text may take six bytes for a character.</summary>
    private long SortBytes(RunOptions options) => Math.Max(MinSortBytes, (options.MaxRecordBytes + 6L * options.MaxDocumentChars) * 8 / 7 + (1 << 20));
}
