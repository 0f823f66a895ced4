using System.Globalization;

namespace DataCuration.Synthesis;

/// <summary>
/// Mixes a corpus of generated texts with replay: documents of general text that keep a model from forgetting. All documents are shuffled by seed. Every
/// generated document is in the mix once, and replay documents are interleaved until they have their share of the tokens.
/// </summary>
/// <remarks>
/// <para>The reference replaces a tenth of its blocks by replay blocks, so a tenth of the generated text is skipped in every epoch. Here nothing is lost: the
/// mix is longer instead. The share is measured, and a warning says if the replay corpus was too small for it.</para>
/// <para>Documents are divided into <see cref="Parts"/> by a hash of seed and id, and ordered by it inside of each. A part is in memory while it is
/// written. The order depends on seed, ids and the documents' order only.</para>
/// </remarks>
/// <param name="replay">The replay corpus. Documents are taken from it at random and without repetition.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// Corpus replay = Corpus.FromJsonl("general/*.jsonl");
/// MixedCorpus mix = await Corpus.FromJsonl("synthetic/*.jsonl").FitAsync(new ReplayMix(replay) { Share = 0.1 }, run);
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

    private const string ReportName = "mix.json";

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
    /// The number of files that the mix is divided into; 1 to 1,024. Memory is one part for each task that runs. Default: 16 (our choice: 64 MB for a mix of
    /// 1 GB).
    /// </summary>
    public int Parts
    {
        get;
        init => field = value is >= 1 and <= 1_024 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of parts must be between 1 and 1,024.");
    } = 16;

    /// <summary>Counts the tokens of the documents; null to count a token for every 4 bytes of text, rounded up. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <inheritdoc/>
    public override string Name => "replay-mix";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [replay];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("mix", "replay-mix/1");
        writer.Add(nameof(Share), Share);
        writer.Add(nameof(Seed), Seed);
        writer.Add(nameof(Parts), Parts);
        writer.BeginScope(nameof(TokenEncoder));
        if (TokenEncoder is null) writer.Add("kind", null);
        else TokenEncoder.Describe(writer);
        writer.EndScope();
    }

    /// <inheritdoc/>
    protected override async Task<MixedCorpus> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles synthetic = await scope.MapAsync("synthetic", scope.Corpus, new MixSink(SyntheticRole, Seed, Parts, TokenEncoder), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles general = await scope.MapAsync("replay", replay, new MixSink(ReplayRole, Seed, Parts, TokenEncoder), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles mixed = await scope.ReduceAsync("mix", Parts, (output, token) =>
        {
            ReplayMixReport part = new MixPart(synthetic, general, output.Index, Share).Write(output, token);
            using Stream report = output.CreateFile(output.Name + "." + ReportName);
            part.WriteJson(report);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles total = await scope.FinishAsync("report", (output, _) =>
        {
            ReplayMixReport sum = new() { RequestedShare = Share };
            for (int part = 0; part < Parts; part++) sum = sum.Plus(ReplayMixReport.Load(mixed.Find(part, "." + ReportName)!, mixed.Files));
            using (Stream report = output.CreateFile(ReportName)) sum.WriteJson(report);
            if (IsShort(sum, Parts))
            {
                output.Warn(string.Create(CultureInfo.InvariantCulture, $"The replay corpus has {sum.AvailableReplayTokens:N0} tokens, too few for a share of "
                    + $"{Share:P1} in every part of the mix: the measured share is {sum.MeasuredShare:P2}. Add replay documents, or lower {nameof(Share)}."));
            }
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string[] files = [.. Enumerable.Range(0, Parts).Select(part => mixed.Find(part, ".jsonl")).OfType<string>()];
        return new MixedCorpus
        {
            Corpus = files.Length == 0 ? Corpus.FromDocuments([]) : Corpus.FromJsonl(new JsonlReadOptions { Files = mixed.Files }, files),
            Report = ReplayMixReport.Load(total.FindFile(ReportName)!, total.Files),
        };
    }

    /// <summary>Returns true if the share is missed by more than the borders of parts explain: one mean replay document for each of them.</summary>
    private static bool IsShort(ReplayMixReport sum, int parts)
    {
        double wanted = sum.SyntheticTokens * sum.RequestedShare / (1 - sum.RequestedShare);
        double document = sum.AvailableReplayDocuments == 0 ? 0 : (double)sum.AvailableReplayTokens / sum.AvailableReplayDocuments;
        return sum.ReplayTokens < wanted - parts * document - 1;
    }
}
