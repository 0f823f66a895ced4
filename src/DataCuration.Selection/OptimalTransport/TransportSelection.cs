using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Selects the documents that move a training mix most toward a target, by GOT-D, "Get more for less" (Kang and others 2024, arXiv 2405.02774). The corpus of
/// candidates is a proxy of the mix that a model was pretrained on. The gradient of the transport distance tells for each candidate if more of it brings the
/// mix nearer to the target. The candidates with the most negative gradients are selected.
/// </summary>
/// <remarks>
/// A selection that matches the target's distribution would take both kinds of text in the target's shares. This one takes what the mix lacks: of candidates
/// with 1 % dogs, and a target with half dogs, it selects dogs only.
/// <para>
/// The list's table <c>gradient</c> has the gradient of each candidate; NaN for others. The target's documents and the candidates are drawn by seed and id if
/// there are more than <see cref="TargetSample"/> and <see cref="MaxCandidates"/>. A list of the nearest domains comes from <see cref="DomainDistanceFit"/>.
/// </para>
/// <para>
/// Memory: the vectors of the target's sample, 56 bytes for each candidate, and the tiles of <see cref="SinkhornTransport"/>. Vectors of candidates stay in
/// memory-mapped files.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// var vectors = new EmbeddingFit(new EmbeddingField("embedding", dimension: 384));
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"), target = Corpus.FromJsonl("target/*.jsonl");
/// KeepList chosen = await pool.FitAsync(new TransportSelection(vectors, target) { Documents = 150_000 }, run);
/// </code>
/// </example>
/// <param name="embedding">Makes the vectors of both corpora. The paper fine-tunes its encoder on the target's texts.</param>
/// <param name="target">The target.</param>
public sealed class TransportSelection(EmbeddingFit embedding, Corpus target) : CorpusFit<KeepList>
{
    private const string GradientName = "gradient";
    private const string SummaryName = "transport.json";
    private readonly EmbeddingFit embedding = embedding ?? throw new ArgumentNullException(nameof(embedding));
    private readonly Corpus target = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>The number of documents to select, 0 or more. Required. The paper selects 10,000 to 150,000.</summary>
    public required long Documents { get; init => field = SelectionChecks.Budget(value); }

    /// <summary>The annotation or field that holds a candidate's domain. Default: null.</summary>
    public string? DomainField { get; init => field = SelectionChecks.Name(value); }

    /// <summary>
    /// The domains whose documents are candidates, such as those of <see cref="DomainDistanceReport.Nearest"/>; needs <see cref="DomainField"/>. Default:
    /// empty, all documents are candidates.
    /// </summary>
    public IReadOnlyList<string> Domains { get; init => field = SelectionChecks.Names(value, nameof(value)); } = [];

    /// <summary>
    /// The maximum number of candidates, of each domain if <see cref="Domains"/> is set; 1 or more. Default: 1,000,000 (the paper, per domain).
    /// </summary>
    public long MaxCandidates { get; init => field = Positive(value); } = 1_000_000;

    /// <summary>The maximum number of the target's documents that are used, 1 or more. Default: 10,000 (our choice).</summary>
    public long TargetSample { get; init => field = Positive(value); } = 10_000;

    /// <summary>True to select candidates with a negative gradient only, even if they are fewer. Default: true.</summary>
    public bool IsNegativeOnly { get; init; } = true;

    /// <summary>The options of the transport.</summary>
    public TransportOptions Transport { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The seed of the samples, and of the draw among equal gradients. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "transport-selection";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [target];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.AddScope("embedding", embedding.AddTo);
        writer.Add(nameof(Documents), Documents);
        writer.Add(nameof(DomainField), DomainField);
        SelectionChecks.Describe(writer, nameof(Domains), Domains);
        writer.Add(nameof(MaxCandidates), MaxCandidates);
        writer.Add(nameof(TargetSample), TargetSample);
        writer.Add(nameof(IsNegativeOnly), IsNegativeOnly);
        writer.AddScope("transport", Transport.Describe);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        if (Domains.Count > 0 && DomainField is null)
            throw new InvalidOperationException($"{nameof(Domains)} is set without {nameof(DomainField)}: name the field that holds a document's domain.");
        (AnnotationTable table, EmbeddingStore vectors) = await VectorRows.FitAsync(scope, scope.Corpus, embedding, DomainField is null ? [] : [DomainField],
            cancellationToken).ConfigureAwait(false);
        (AnnotationTable targetTable, EmbeddingStore targetVectors) = await VectorRows.FitAsync(scope, target, embedding, [], cancellationToken)
            .ConfigureAwait(false);
        using (vectors)
        using (targetVectors)
        {
            var rows = new VectorRows(table, vectors);
            PhaseFiles transport = await scope.FinishAsync("transport", (output, token) =>
            {
                WriteGradients(output, table, rows, new VectorRows(targetTable, targetVectors), token);
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
            using var gradients = new RecordTable<double>(transport, GradientName);
            using RecordTablePart<double> values = gradients.OpenShard(0)!;
            var program = new SelectionProgram
            {
                Table = table,
                Scores = [GradientName],
                CandidateFactory = _ => row => ToCandidate(values.GetRow(rows.Of(row))[0], row),
                Share = _ => [Documents],
                Unit = DocumentMeasure.Documents.Unit,
                Filters = $"The domains, the number of candidates, and {nameof(IsNegativeOnly)}",
                AddProvenance = (part, shard) =>
                {
                    RecordTableWriter<double> written = part.AddProvenance<double>(GradientName);
                    foreach (AnnotationRow row in table.RowsOf(shard))
                        written.Append(row.Record, values.GetRow(rows.Of(row))[0] is var value && double.IsFinite(value) ? value : double.NaN);
                },
            };
            return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
        }
    }

    private Candidate ToCandidate(double gradient, AnnotationRow row)
    {
        if (double.IsNaN(gradient)) return Candidate.Unrated;
        if (double.IsInfinity(gradient) || (IsNegativeOnly && gradient >= 0)) return Candidate.Excluded;
        return Candidate.Of(0, 0, -gradient, Seed, row.IdHash);
    }

    /// <summary>Writes the gradient of each document: infinity for one that is no candidate, NaN for a candidate without a vector.</summary>
    private void WriteGradients(ShardOutput output, AnnotationTable table, VectorRows rows, VectorRows targetRows, CancellationToken cancellationToken)
    {
        long[] candidates = DrawCandidates(table, rows, cancellationToken);
        VectorSet sample = targetRows.Select(targetRows.Draw(_ => true, TargetSample, Seed, cancellationToken));
        TransportResult plan = SinkhornTransport.Solve(rows.Select(candidates), sample, Transport, cancellationToken);
        if (!plan.IsConverged) output.Warn(string.Create(CultureInfo.InvariantCulture, $"The transport did not converge in {plan.Iterations} iterations: the "
            + $"error is {plan.MarginalError:G3}, and the tolerance {Transport.Tolerance}. Raise {nameof(TransportOptions.MaxIterations)} or "
            + $"{nameof(TransportOptions.RelativeEpsilon)}."), "transport");
        double[] calibrated = SinkhornTransport.CalibrateGradients(plan.SourcePotentials.Span);
        Array.Sort(candidates, calibrated);
        var written = new RecordTableWriter<double>(output, GradientName);
        for (long row = 0, next = 0; row < table.RowCount; row++)
            written.Append(row, next < candidates.Length && candidates[next] == row ? calibrated[next++] : double.PositiveInfinity);
        written.Complete();
        using var json = new Utf8JsonWriter(output.CreateFile(SummaryName));
        json.WriteStartObject();
        json.WriteNumber("candidates", candidates.Length);
        json.WriteNumber("targets", sample.Count);
        json.WriteNumber("cost", plan.Cost);
        json.WriteNumber("epsilon", plan.Epsilon);
        json.WriteNumber("iterations", plan.Iterations);
        json.WriteNumber("error", plan.MarginalError);
        json.WriteEndObject();
    }

    private long[] DrawCandidates(AnnotationTable table, VectorRows rows, CancellationToken cancellationToken)
    {
        if (Domains.Count == 0) return rows.Draw(_ => true, MaxCandidates, Seed, cancellationToken);
        var drawn = new List<long>();
        foreach (string domain in Domains.Order(StringComparer.Ordinal))
        {
            int number = table.GroupNames[0].BinarySearch(domain, StringComparer.Ordinal);
            if (number < 0) throw new InsufficientDataException($"No document has the domain '{domain}' in '{DomainField}'. The domains are "
                + $"{string.Join(", ", table.GroupNames[0].Take(20).Select(name => $"'{name}'"))}.");
            drawn.AddRange(rows.Draw(row => row.Groups[0] == number, MaxCandidates, Seed, cancellationToken));
        }
        return [.. drawn];
    }

    private static long Positive(long value) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one document is used.");
}
