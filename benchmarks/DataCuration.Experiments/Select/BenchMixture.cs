using DataCuration.Mixing;
using DataCuration.Selection;
using DataCuration.Training;

namespace DataCuration.Experiments.Select;

/// <summary>A mixture of the pool's sources, found by CLIMB with small trainings that are evaluated on the known documents of the target.</summary>
internal static class BenchMixture
{
    // The mark comes before the name of a source that is called "none", or begins with the mark: documents without a source have that name.
    private const string Field = "source", Mark = "=", NoSource = "none";

    /// <summary>Finds the mixture. The scores are kept in a journal.</summary>
    public static async Task<MixtureWeights> FindAsync(BenchData data, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, Corpus> sources = await data.Pool.WritePartitionedAsync("sources", document => NameOf(document), data.Run, version: "2",
            cancellationToken: cancellationToken).ConfigureAwait(false);
        var shards = new SortedDictionary<string, TokenShards>(StringComparer.Ordinal);
        try
        {
            foreach ((string name, Corpus corpus) in sources)
                shards.Add(name, await corpus.WriteTokenShardsAsync(FormattableString.Invariant($"source-tokens/{shards.Count}"), data.Encoder, data.Run,
                    cancellationToken).ConfigureAwait(false));
            List<Document> known = await data.Target.AsAsyncEnumerable(data.Run, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            var evaluator = new TrainingMixtureEvaluator(data.Backend, shards, EvaluationSet.FromDocuments(known, data.Encoder))
            {
                Model = data.Model,
                Training = data.Training with { Tokens = data.Training.Tokens / 4 },
            };
            var search = new ClimbSearch([.. shards.Select(one => new MixtureSource(one.Key, one.Value.TokenCount))], evaluator)
            {
                Options = MixtureSearchOptions.Climb with { Iterations = [16, 8, 4], MinPool = 16, Candidates = 20_000 },
                JournalFile = Path.Combine(data.Run.Options.WorkDirectory, "mixtures.jsonl"),
                ParallelEvaluations = Environment.ProcessorCount,
            };
            MixtureSearchReport report = await search.RunAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return report.Result;
        }
        finally
        {
            foreach (TokenShards open in shards.Values) open.Dispose();
        }
    }

    /// <summary>Returns the name of a document's source in the mixture. No source has that of documents without one.</summary>
    public static string NameOf(Document document) =>
        !document.TryGetValue(Field, out AnnotationValue value) || value.AsString() is not { Length: > 0 } source ? NoSource
            : source == NoSource || source.StartsWith(Mark, StringComparison.Ordinal) ? Mark + source : source;

    /// <summary>Returns the selection that gives each source its share.</summary>
    public static QuotaSelection ToSelection(MixtureWeights mixture, long bytes, ulong seed) => new()
    {
        Quotas = mixture.Names.Select((name, i) => (name: SourceOf(name), Bytes: (long)(bytes * mixture.Weights[i]))).Where(one => one.Bytes > 0)
            .ToDictionary(one => one.name, one => one.Bytes),
        SourceField = Field,
        Measure = DocumentMeasure.Utf8Bytes,
        Seed = seed,
    };

    // A selection has documents without a source under the empty name.
    private static string SourceOf(string name) => name == NoSource ? "" : name.StartsWith(Mark, StringComparison.Ordinal) ? name[Mark.Length..] : name;
}
