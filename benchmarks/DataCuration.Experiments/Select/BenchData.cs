using DataCuration.Mixing;
using DataCuration.Training;

namespace DataCuration.Experiments.Select;

/// <summary>The texts of one target, and what a selection may use.</summary>
internal sealed class BenchData
{
    // Shorter documents, of some hundred words, say little about their kind. All methods select from the same documents.
    private const int MinBytes = 600;

    private readonly Lazy<Task<MixtureWeights>> mixture;

    // All seeds share one search, so it stops with the bench and not with the first that waits for it.
    private BenchData(CancellationToken cancellationToken) => mixture = new(() => BenchMixture.FindAsync(this, cancellationToken));

    /// <summary>The documents to select from, without those that repeat evaluation text.</summary>
    public required Corpus Pool { get; init; }

    /// <summary>The known documents of the target.</summary>
    public required Corpus Target { get; init; }

    /// <summary>The held-out documents.</summary>
    public required IReadOnlyList<Document> Evaluation { get; init; }

    /// <summary>The run of all phases.</summary>
    public required CurationRun Run { get; init; }

    /// <summary>The size of a selection in bytes of text.</summary>
    public required long Bytes { get; init; }

    public required ITokenEncoder Encoder { get; init; }

    public required IPretrainingBackend Backend { get; init; }

    public required DecoderOptions Model { get; init; }

    public required TrainingOptions Training { get; init; }

    /// <summary>Vectors of the documents, by words only.</summary>
    public EmbeddingFit Vectors { get; } = new(new HashedWordEmbedder());

    /// <summary>The mixture of sources that CLIMB finds.</summary>
    public Task<MixtureWeights> MixtureAsync(CancellationToken cancellationToken) => mixture.Value.WaitAsync(cancellationToken);

    /// <summary>Divides a corpus for a target. The token stops the search for a mixture too.</summary>
    public static async Task<BenchData> MakeAsync(Corpus corpus, BenchTarget target, string work, SelectionBench bench, CancellationToken cancellationToken)
    {
        var run = new CurationRun(new RunOptions { WorkDirectory = work, WhenChanged = WhenChanged.Remake });
        Corpus evaluation = await corpus.Where(target.IsEvaluation, version: $"evaluation of {target}").WriteJsonlAsync("evaluation", run,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        List<Document> heldOut = await evaluation.AsAsyncEnumerable(run, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        heldOut = Shorten(heldOut, bench.HeldOutBytes);
        if (heldOut.Count == 0) throw new ArgumentException($"No document has {target.Field} = '{target.Value}', so there is nothing to evaluate on.");
        var text = new VerbatimIndex();
        foreach (Document document in heldOut) text.Add(document.Utf8Text.Span);
        Corpus known = await corpus.Where(target.IsTarget, version: $"target of {target}").WriteJsonlAsync("target", run, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        Corpus pool = await corpus.Where(document => document.Utf8Text.Length >= MinBytes && !target.IsTarget(document) && !target.IsEvaluation(document),
            version: $"pool of {target}, {MinBytes}")
            .Pipe(new VerbatimOverlapFilter(text)).WriteJsonlAsync("pool", run, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new(cancellationToken)
        {
            Pool = pool,
            Target = known,
            Evaluation = heldOut,
            Run = run,
            Bytes = bench.Bytes,
            Encoder = bench.Encoder,
            Backend = bench.Backend,
            Model = bench.Model,
            Training = bench.Training,
        };
    }

    // Draws documents by id, so that the order of the files does not matter. The last one may exceed the size.
    private static List<Document> Shorten(IEnumerable<Document> documents, long bytes)
    {
        var taken = new List<Document>();
        foreach (Document document in documents.OrderBy(document => SeededRandom.Create(1, "selection bench", document.Id).NextUInt64())
            .ThenBy(document => document.Id, StringComparer.Ordinal))
        {
            if (bytes <= 0) break;
            bytes -= document.Utf8Text.Length;
            taken.Add(document);
        }
        return taken;
    }
}
