using System.Globalization;
using System.Runtime.CompilerServices;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// EntiGraph (Yang et al., "Synthetic continued pretraining", arXiv 2409.07431): a model lists the entities of a document, then writes a text about each pair
/// of them and about a number of triples, always with the whole document in view. The children are a summary and these texts, in a fixed order, each with its
/// provenance (<see cref="SyntheticAnnotations"/>).
/// </summary>
/// <remarks>
/// <para>All calls of a document run in the engine's window and are recorded one by one: a run that was killed repeats no recorded call. If the entity step
/// has no usable answer after its repairs, the document is a fault (<see cref="AnswerRejectedException"/>). So it is if a call got no answer at all.</para>
/// <para>A text that cannot be used (a refusal, an empty answer) is asked for again as another sample. If no sample can be used, it is passed on with its
/// problem, so that the <see cref="SyntheticTextFilter"/> after this stage drops it under that reason and the report counts it.</para>
/// </remarks>
/// <param name="calls">The call layer.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.LanguageModels;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Faults = FaultPolicy.Quarantine(0.05) });
/// using var endpoint = new LanguageModelEndpoint(new Uri("http://127.0.0.1:8000/v1/"), new EndpointOptions { Model = "qwen", MaxConcurrency = 64 });
/// using CallLedger ledger = CallLedger.Open("ledger");
/// var entiGraph = new EntiGraphExpander(new LanguageModelCalls(endpoint, ledger)) { Triples = TripleBudget.OfTokens(500_000) };
/// await Corpus.FromJsonl("sources/*.jsonl").Pipe(entiGraph, new SyntheticTextFilter()).WriteJsonlAsync("synthetic", run);
/// </code>
/// </example>
public sealed class EntiGraphExpander(LanguageModelCalls calls) : TextExpander(calls, MethodName)
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/>.</summary>
    public const string MethodName = "entigraph";

    /// <summary>The prompts. Default: our own.</summary>
    public EntiGraphPrompts Prompts { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// The maximum number of entities of a document: the first ones, which the prompt asks to be the most important. Pairs grow with its square. 1 to 1,000.
    /// Default: 100 (our choice: 4,950 pairs).
    /// </summary>
    public int MaxEntities
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of entities must be between 1 and 1,000.");
    } = 100;

    /// <summary>The maximum number of pairs, in the order of the entities; null for all (paper). Default: null.</summary>
    public long? MaxPairs
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of pairs must not be negative.");
    }

    /// <summary>The triples to ask about after the pairs, in an order that depends on the run's seed and the document's id. Default: none.</summary>
    public TripleBudget Triples { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = TripleBudget.None;

    /// <summary>
    /// The sampling parameters of the entity step. Default: temperature 1 (paper's code), at most 4,096 tokens, and the answer's JSON schema (our choices).
    /// </summary>
    public CallParameters EntityParameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 1, MaxOutputTokens = 4_096, JsonSchema = EntityList.Schema };

    /// <summary>The sampling parameters of the texts. Default: temperature 1 (paper's code) and at most 4,096 tokens (our choice).</summary>
    public CallParameters TextParameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Temperature = 1, MaxOutputTokens = 4_096 };

    /// <summary>The repair options of the entity step. Default: two repairs. (The reference repeats the call without a bound.)</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>
    /// The maximum share of a document's texts that cannot be used, in [0, 1]. Beyond it, the document is a fault, and no more of its calls start. It is judged
    /// after each text, in their order: of the texts so far, but of at least 50 (or of all planned ones, if they are fewer). So a document whose texts are all
    /// refused ends after 13 texts. Default: 0.25 (our choice: a model that refuses more does not want the document).
    /// </summary>
    public double MaxUnusableShare { get; init => field = CheckShare(value); } = 0.25;

    /// <summary>
    /// Enough documents to fill the endpoint's places if each has 4 calls or more: 2 + <see cref="TextExpander.MaxConcurrency"/> / 4. Calls of one document
    /// overlap, so one long document fills them alone, and a document in the window keeps all of its texts.
    /// </summary>
    public override int Window => DocumentsFor(Math.Min(4, TextsOf(MaxEntities)));

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        var graph = new EntiGraphDocument(this, new DocumentTexts(Settings, Calls, document, context), Calls, context);
        yield return await graph.AskEntitiesAsync(cancellationToken).ConfigureAwait(false);
        int n = graph.Entities.Length;
        long pairs = Math.Min(EntityTuples.PairCount(n), MaxPairs ?? long.MaxValue), triples = EntityTuples.TripleCount(n);
        IEnumerable<EntityTuple> first = EntityTuples.Pairs(n).Take(Take(pairs));
        using IEnumerator<EntityTuple> more = EntityTuples.Triples(n, context.Random(document.Id).NextUInt64()).GetEnumerator();
        if (Triples.Count is { } count)
        {
            // Without a border between pairs and triples, calls overlap until the last one.
            triples = Math.Min(triples, count);
            graph.Plan(pairs + triples);
            await foreach (Document text in graph.AskAsync(first.Concat(Next(more, triples)), cancellationToken).ConfigureAwait(false)) yield return text;
            yield break;
        }
        graph.Plan(pairs);
        await foreach (Document text in graph.AskAsync(first, cancellationToken).ConfigureAwait(false)) yield return text;
        long asked = 0;
        while (graph.Tokens < Triples.Tokens!.Value && asked < triples)
        {
            long round = Math.Min(triples - asked, graph.RoundFor(Triples.Tokens.Value));
            graph.Plan(round);
            asked += round;
            await foreach (Document text in graph.AskAsync(Next(more, round), cancellationToken).ConfigureAwait(false)) yield return text;
        }
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("method", "entigraph/2");
        DescribeSettings(writer);
        writer.Add(nameof(MaxEntities), MaxEntities);
        writer.Add(nameof(MaxPairs), MaxPairs?.ToString(CultureInfo.InvariantCulture));
        writer.Add(nameof(Triples), Triples.ToString());
        writer.Add(nameof(MaxUnusableShare), MaxUnusableShare);
        writer.AddScope(nameof(Prompts), Prompts.Describe);
        writer.AddScope(nameof(EntityParameters), EntityParameters.Describe);
        writer.AddScope(nameof(TextParameters), TextParameters.Describe);
        writer.AddScope(nameof(Repair), Repair.Describe);
    }

    /// <summary>Returns the most texts that a document with a number of entities can have, without its triples.</summary>
    private long TextsOf(int entities) => 1 + Math.Min(EntityTuples.PairCount(entities), MaxPairs ?? long.MaxValue - 1);

    private static int Take(long count) => (int)Math.Min(count, int.MaxValue);

    private static IEnumerable<EntityTuple> Next(IEnumerator<EntityTuple> tuples, long count)
    {
        for (long i = 0; i < count && tuples.MoveNext(); i++) yield return tuples.Current;
    }
}
