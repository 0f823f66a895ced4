namespace DataCuration.Experiments.Select;

/// <summary>The texts of one target, and what a selection may use.</summary>
/// <param name="Pool">The documents to select from, without those that repeat evaluation text.</param>
/// <param name="Target">The known documents of the target.</param>
/// <param name="Evaluation">The held-out documents.</param>
/// <param name="Run">The run of all phases.</param>
/// <param name="Bytes">The size of a selection in bytes of text.</param>
internal sealed record BenchData(Corpus Pool, Corpus Target, IReadOnlyList<Document> Evaluation, CurationRun Run, long Bytes)
{
    // Shorter documents, of some hundred words, say little about their kind. All methods select from the same documents.
    private const int MinBytes = 600;

    /// <summary>Divides a corpus for a target.</summary>
    public static async Task<BenchData> MakeAsync(Corpus corpus, BenchTarget target, string work, long bytes, CancellationToken cancellationToken)
    {
        var run = new CurationRun(new RunOptions { WorkDirectory = work, WhenChanged = WhenChanged.Remake });
        Corpus evaluation = await corpus.Where(target.IsEvaluation, version: $"evaluation of {target}").WriteJsonlAsync("evaluation", run,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        List<Document> heldOut = await evaluation.AsAsyncEnumerable(run, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (heldOut.Count == 0) throw new ArgumentException($"No document has {target.Field} = '{target.Value}', so there is nothing to evaluate on.");
        var text = new VerbatimIndex();
        foreach (Document document in heldOut) text.Add(document.Utf8Text.Span);
        Corpus known = await corpus.Where(target.IsTarget, version: $"target of {target}").WriteJsonlAsync("target", run, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        Corpus pool = await corpus.Where(document => document.Utf8Text.Length >= MinBytes && !target.IsTarget(document) && !target.IsEvaluation(document),
            version: $"pool of {target}, {MinBytes}")
            .Pipe(new VerbatimOverlapFilter(text)).WriteJsonlAsync("pool", run, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new(pool, known, heldOut, run, bytes);
    }
}
