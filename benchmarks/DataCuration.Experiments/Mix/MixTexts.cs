using DataCuration.Experiments.Select;
using DataCuration.Mixing;
using DataCuration.Training;

namespace DataCuration.Experiments.Mix;

/// <summary>The texts of a target: sources to mix, and held-out documents for the search, for the result and of all other text.</summary>
internal sealed class MixTexts : IDisposable
{
    /// <summary>
    /// The name of all small sources together, and that of documents without a source. If a source has this name, the group has another one
    /// (<see cref="OtherName"/>).
    /// </summary>
    public const string Other = "other", None = "none";

    // Of the target's documents, 10 % are for the search and the laws, 20 % for the result, and 70 % stay in their source. The part depends on the id only.
    private const double DevelopmentEnd = 0.1, TestEnd = 0.3;

    // At most this part of the other documents is held out.
    private const double MaxGeneralShare = 0.1;

    // The result has more text than the search, since it is evaluated a few times only.
    private const int TestFactor = 4;

    private readonly SortedDictionary<string, TokenShards> shards = new(StringComparer.Ordinal);

    private MixTexts()
    {
    }

    /// <summary>The tokens of each source.</summary>
    public IReadOnlyDictionary<string, TokenShards> Shards => shards;

    /// <summary>The sources with their sizes, by name.</summary>
    public MixtureSource[] Sources => [.. shards.Select(one => new MixtureSource(one.Key, one.Value.TokenCount))];

    /// <summary>The sources that have documents of the target.</summary>
    public required IReadOnlySet<string> Domain { get; init; }

    /// <summary>The tokens of these sources.</summary>
    public long DomainTokens => shards.Where(one => Domain.Contains(one.Key)).Sum(one => one.Value.TokenCount);

    /// <summary>The name of all small sources together. No source has it.</summary>
    public required string OtherName { get; init; }

    /// <summary>The held-out documents of the target for the search and the laws.</summary>
    public required EvaluationSet Development { get; init; }

    /// <summary>The held-out documents of the target for the result.</summary>
    public required EvaluationSet Test { get; init; }

    /// <summary>Held-out documents that are not of the target.</summary>
    public required EvaluationSet General { get; init; }

    /// <summary>Divides a corpus for a target.</summary>
    /// <param name="corpus">The documents.</param>
    /// <param name="target">The target.</param>
    /// <param name="sourceField">The field that names a document's source.</param>
    /// <param name="minShare">Sources with a smaller part of all text become one, <see cref="OtherName"/>. The target's own ones do not.</param>
    /// <param name="heldOutBytes">The maximum size of the held-out text for the search; that for the result is four times as large.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<MixTexts> MakeAsync(Corpus corpus, BenchTarget target, string sourceField, double minShare, long heldOutBytes,
        ITokenEncoder encoder, CurationRun run, CancellationToken cancellationToken)
    {
        (Dictionary<string, string> groups, string otherName, HashSet<string> domain, long otherBytes) =
            await CountAsync(corpus, target, sourceField, minShare, run, cancellationToken).ConfigureAwait(false);
        double generalShare = Math.Min(MaxGeneralShare, (double)heldOutBytes / Math.Max(1, otherBytes));
        var text = new VerbatimIndex();
        EvaluationSet development = await HoldOutAsync("development", document => target.Has(document) && PartOf(document) < DevelopmentEnd, heldOutBytes)
            .ConfigureAwait(false);
        EvaluationSet test = await HoldOutAsync("test", document => target.Has(document) && PartOf(document) is >= DevelopmentEnd and < TestEnd,
            TestFactor * heldOutBytes).ConfigureAwait(false);
        EvaluationSet general = await HoldOutAsync("general", document => !target.Has(document) && PartOf(document) < generalShare, heldOutBytes)
            .ConfigureAwait(false);
        IReadOnlyDictionary<string, Corpus> parts = await corpus
            .Where(document => PartOf(document) >= (target.Has(document) ? TestEnd : generalShare),
                version: $"pool of {target}, {generalShare:R}, {heldOutBytes}")
            .Pipe(new VerbatimOverlapFilter(text))
            .WritePartitionedAsync("sources", document => groups[SourceOf(document, sourceField)], run,
                version: string.Join(';', groups.OrderBy(one => one.Key, StringComparer.Ordinal)), cancellationToken: cancellationToken).ConfigureAwait(false);
        var texts = new MixTexts { OtherName = otherName, Domain = domain, Development = development, Test = test, General = general };
        try
        {
            foreach (((string name, Corpus part), int number) in parts.OrderBy(one => one.Key, StringComparer.Ordinal).Select((one, i) => (one, i)))
            {
                TokenShards own = await part.WriteTokenShardsAsync(FormattableString.Invariant($"source-tokens/{number}"), encoder, run, cancellationToken)
                    .ConfigureAwait(false);
                texts.shards.Add(name, own);
            }
            texts.Check(target);
            return texts;
        }
        catch
        {
            texts.Dispose();
            throw;
        }

        async Task<EvaluationSet> HoldOutAsync(string name, Func<Document, bool> has, long bytes)
        {
            Corpus all = await corpus.Where(has, version: $"{name} of {target}, {generalShare:R}").WriteJsonlAsync(name, run,
                cancellationToken: cancellationToken).ConfigureAwait(false);
            List<Document> documents = await all.AsAsyncEnumerable(run, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (documents.Count == 0)
                throw new ArgumentException($"No document is left for the held-out text '{name}' of the target {target}. It needs some tens of documents.");
            var taken = new List<Document>();
            foreach (Document document in documents.OrderBy(PartOf).ThenBy(document => document.Id, StringComparer.Ordinal))
            {
                if ((bytes -= document.Utf8Text.Length) < 0 && taken.Count > 0) break;
                taken.Add(document);
                text.Add(document.Utf8Text.Span);
            }
            return EvaluationSet.FromDocuments(taken, encoder);
        }
    }

    /// <summary>Returns the weights in which the target's sources have a share together. Within both sides, tokens are shared out by size.</summary>
    public MixtureWeights WithShare(double share)
    {
        long domain = DomainTokens, all = shards.Values.Sum(own => own.TokenCount);
        return MixtureWeights.Normalize([.. shards.Keys], [.. shards.Select(one => Domain.Contains(one.Key)
            ? share * one.Value.TokenCount / domain : (1 - share) * one.Value.TokenCount / (all - domain))]);
    }

    public void Dispose()
    {
        foreach (TokenShards own in shards.Values) own.Dispose();
    }

    private static async Task<(Dictionary<string, string> Groups, string OtherName, HashSet<string> Domain, long OtherBytes)> CountAsync(
        Corpus corpus, BenchTarget target, string sourceField, double minShare, CurationRun run, CancellationToken cancellationToken)
    {
        var bytes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var domain = new HashSet<string>(StringComparer.Ordinal);
        long otherBytes = 0;
        await foreach (Document document in corpus.AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false))
        {
            string source = SourceOf(document, sourceField);
            bytes[source] = bytes.GetValueOrDefault(source) + document.Utf8Text.Length;
            if (target.Has(document)) domain.Add(source);
            else otherBytes += document.Utf8Text.Length;
        }
        if (domain.Count == 0) throw new ArgumentException($"No document has {target.Field} = '{target.Value}', so there is nothing to evaluate on.");
        double all = bytes.Values.Sum();
        HashSet<string> small = new(bytes.Where(one => one.Value < minShare * all && !domain.Contains(one.Key)).Select(one => one.Key), StringComparer.Ordinal);
        string none = Free(None, bytes.Keys), other = Free(Other, bytes.Keys.Append(none));
        Dictionary<string, string> groups = bytes.Keys.ToDictionary(name => name,
            name => small.Count > 1 && small.Contains(name) ? other : name.Length == 0 ? none : name, StringComparer.Ordinal);
        return (groups, other, [.. domain.Select(name => groups[name])], otherBytes);
    }

    // A name for a group that no source has: other, other-2 and so on.
    private static string Free(string name, IEnumerable<string> taken)
    {
        HashSet<string> names = [.. taken];
        string free = name;
        for (int number = 2; names.Contains(free); number++) free = FormattableString.Invariant($"{name}-{number}");
        return free;
    }

    // Empty for a document without a source.
    private static string SourceOf(Document document, string field) =>
        document.TryGetValue(field, out AnnotationValue value) && value.AsString() is { Length: > 0 } source ? source : "";

    private static double PartOf(Document document) => SeededRandom.Create(0, "mixtures", document.Id).NextDouble();

    private void Check(BenchTarget target)
    {
        if (Domain.FirstOrDefault(name => !shards.ContainsKey(name)) is { } missing)
            throw new ArgumentException($"The source '{missing}' of the target {target} has no text beside what is held out.");
        if (shards.Count == Domain.Count) throw new ArgumentException($"All sources have documents of the target {target}. Name another --source-field.");
    }
}
