using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>
/// Makes an index of benchmark items for decontamination. The corpus is the benchmarks: each record is an item, with its query and its answers in fields. The
/// index is kept in the work directory and found again by the next run; <see cref="ContaminationIndex.Save"/> writes it to a file of its own.
/// </summary>
/// <remarks>
/// <para>The defaults are datatrove's (<c>decont/n_grams.py</c>, version 0.10): 12-grams of the answers, and those that begin in the query and end in the
/// answer, in its normal form. <see cref="Dolma"/> and <see cref="OverlapShare"/> are the other two usual rules.</para>
/// <para>datatrove splits words as spaCy or NLTK does. In the normal form, which has no punctuation, that differs from white space for few words, such as
/// <c>cannot</c>. Give <see cref="WordSplitter"/> to split as it does.</para>
/// <para>Memory: the index.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// Corpus benchmarks = Corpus.FromJsonl(new JsonlReadOptions { TextField = "answer" }, "benchmarks/*.jsonl");
/// ContaminationIndex index = await benchmarks.FitAsync(new ContaminationIndexFit { QueryFields = ["question"] }, run);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new ContaminationFilter(index)).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class ContaminationIndexFit : CorpusFit<ContaminationIndex>
{
    /// <summary>The name that stands for the document's text in <see cref="QueryFields"/> and <see cref="AnswerFields"/>.</summary>
    public const string TextName = "text";

    private const string FileName = "contamination.index";
    private const string Suffix = ".items";
    private static readonly IReadOnlyList<string> DefaultQueryFields = ["query"];

    /// <summary>
    /// Dolma's rule: a document is contaminated if one of its lines of 13 words or more is a line of a benchmark (Dolma's Bloom filter with <c>min_words</c>
    /// 13).
    /// Lines are compared as they are. Words are counted at Unicode word boundaries, as Dolma counts them.
    /// </summary>
    public static ContaminationIndexFit Dolma { get; } =
        new()
        {
            Unit = ContaminationUnit.Paragraphs,
            Words = 13,
            Simplifies = false,
            WordSplitter = WordSplitter.Unicode,
            IncludeQueries = true,
            IncludeOverlaps = false,
        };

    /// <summary>
    /// 8-grams of queries and answers, for <see cref="ContaminationFilter.MinShare"/>: the rule of PaLM (arXiv 2204.02311, section 8), which calls an item
    /// contaminated if 70 % of its 8-grams are in the training data.
    /// </summary>
    public static ContaminationIndexFit OverlapShare { get; } = new() { Words = 8, IncludeQueries = true };

    /// <inheritdoc/>
    public override string Name => "contamination-index";

    /// <summary>The parts of the texts that are compared.</summary>
    /// <value>Default <see cref="ContaminationUnit.NGrams"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public ContaminationUnit Unit
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such unit.");
    } = ContaminationUnit.NGrams;

    /// <summary>The words of an n-gram, or the fewest words of a paragraph.</summary>
    /// <value>At least 1; default 12 (datatrove's <c>n_grams</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Words { get; init => field = RuleChecks.Count(value, 1, nameof(Words)); } = 12;

    /// <summary>True to compare n-grams in datatrove's normal form: lower case, numbers as 0, no punctuation and accents. Paragraphs are never
    /// changed.</summary>
    /// <value>Default true (datatrove's <c>norm_config</c>).</value>
    public bool Simplifies { get; init; } = true;

    /// <summary>The definition of a word.</summary>
    /// <value>Default <see cref="WordSplitter.WhiteSpace"/>.</value>
    public WordSplitter WordSplitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = WordSplitter.WhiteSpace;

    /// <summary>True to index the n-grams or paragraphs of the query alone.</summary>
    /// <value>Default false (datatrove's <c>find_query_ngrams</c>): many queries are well-known texts.</value>
    public bool IncludeQueries { get; init; }

    /// <summary>True to index the n-grams that begin in the query and end in the answer.</summary>
    /// <value>Default true (datatrove's <c>find_overlap_ngrams</c>).</value>
    public bool IncludeOverlaps { get; init; } = true;

    /// <summary>The fields of an item's query, joined by line feeds. An item without them has no query.</summary>
    /// <value>Default <c>query</c>, as in datatrove.</value>
    public IReadOnlyList<string> QueryFields { get; init => field = Names(value); } = DefaultQueryFields;

    /// <summary>The fields of an item's answers. Each is an answer of its own, and so is each string of a JSON array.</summary>
    /// <value>Default <see cref="TextName"/>, the document's text, as in datatrove.</value>
    public IReadOnlyList<string> AnswerFields { get; init => field = Names(value); } = [TextName];

    /// <summary>The field with the benchmark's name. Without it, the name is that of the item's file, or <c>input</c> for an item without a file.</summary>
    /// <value>Default <c>task</c>, as in datatrove.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string BenchmarkField
    {
        get;
        init => field = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("The field's name is empty.", nameof(value));
    } = "task";

    internal ContaminationSettings Settings => new(Unit, Words, Simplifies && Unit == ContaminationUnit.NGrams, WordSplitter);

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        new ContaminationSettings(Unit, Words, Simplifies, WordSplitter).Describe(writer);
        writer.Add(nameof(IncludeQueries), IncludeQueries);
        writer.Add(nameof(IncludeOverlaps), IncludeOverlaps);
        writer.Add(nameof(QueryFields), string.Join('\0', QueryFields));
        writer.Add(nameof(AnswerFields), string.Join('\0', AnswerFields));
        writer.Add(nameof(BenchmarkField), BenchmarkField);
    }

    /// <inheritdoc/>
    protected override async Task<ContaminationIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles items = await scope.MapAsync("items", scope.Corpus, new Sink(this), cancellationToken).ConfigureAwait(false);
        PhaseFiles index = await scope.FinishAsync("index", (output, token) =>
        {
            Join(items, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return ContaminationIndex.Load(index.FindFile(FileName)!, WordSplitter, index.Files);
    }

    internal ContaminationIndexBuilder CreateBuilder() => new(Settings, IncludeQueries, IncludeOverlaps);

    private static string[] Names(IReadOnlyList<string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string[] names = [.. value];
        return Array.TrueForAll(names, static name => !string.IsNullOrWhiteSpace(name)) ? names : throw new ArgumentException("A field's name is empty.",
            nameof(value));
    }

    private void Join(PhaseFiles items, ShardOutput output, CancellationToken cancellationToken)
    {
        ContaminationIndexBuilder builder = CreateBuilder();
        for (int task = 0; task < items.TaskCount; task++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (items.Find(task, Suffix) is not { } path) continue;
            using var reader = new BinaryReader(new MemoryStream(items.Files.ReadAllBytes(path)), Encoding.UTF8);
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                string benchmark = reader.ReadString(), id = reader.ReadString();
                ulong[] hashes = new ulong[reader.ReadInt32()];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(hashes.AsSpan()));
                builder.Add(benchmark, id, hashes);
            }
        }
        ContaminationIndex index = builder.Build();
        int empty = index.Items.Count(static item => item.Units == 0);
        if (empty > 0)
            output.Warn($"{empty} of {index.Items.Count} items have no text of {Words} words or more in {string.Join(", ", AnswerFields.Concat(QueryFields))}: "
                + "no document can match them. Check the fields, or choose fewer words.");
        index.Write(output.CreateFile(FileName));
    }

    private string BenchmarkOf(Document document)
    {
        if (document.TryGetValue(BenchmarkField, out AnnotationValue value) && value.AsString() is { Length: > 0 } name) return name;
        if (document.Origin.Source is not { } source) return "input";
        string file = Path.GetFileName(source);
        return file.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? file[..dot] : file;
    }

    private static IEnumerable<string> TextsOf(Document document, string field)
    {
        if (!document.TryGetValue(field, out AnnotationValue value)) return field == TextName ? [document.Text] : [];
        if (value.Kind == AnnotationKind.Null) return [];
        if (value.Kind != AnnotationKind.Json) return [value.AsString()!];
        using JsonDocument json = JsonDocument.Parse(value.AsJson());
        if (json.RootElement.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException($"Document '{document.Id}': field '{field}' is {value}. Expected a string or an array of strings.");
        return [.. json.RootElement.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!)];
    }

    private sealed class Sink(ContaminationIndexFit fit) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("sink", "contamination-items/1");

        public IShardWriter Open(ShardOutput output) => new Writer(fit, output);
    }

    private sealed class Writer(ContaminationIndexFit fit, ShardOutput output) : IShardWriter
    {
        private readonly ContaminationIndexBuilder builder = fit.CreateBuilder();
        private readonly HashSet<string> missing = [.. ReferenceEquals(fit.QueryFields, DefaultQueryFields) ? fit.AnswerFields
            : fit.QueryFields.Concat(fit.AnswerFields)];
        private readonly BinaryWriter writer = new(output.CreateFile(output.Name + Suffix), Encoding.UTF8, leaveOpen: true);

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                missing.RemoveWhere(field => field == TextName || document.TryGetValue(field, out _));
                string[] queries = [.. fit.QueryFields.SelectMany(field => TextsOf(document, field))];
                string[] answers = [.. fit.AnswerFields.SelectMany(field => TextsOf(document, field))];
                ulong[] hashes = builder.Hash(queries.Length == 0 ? null : string.Join('\n', queries), answers);
                writer.Write(fit.BenchmarkOf(document));
                writer.Write(document.Id);
                writer.Write(hashes.Length);
                writer.Write(MemoryMarshal.AsBytes(hashes.AsSpan()));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            foreach (string field in missing)
                output.Warn($"No item has a field '{field}'. If it is the text of the documents, name it '{TextName}'.",
                    $"no item of a shard has a field '{field}'");
            writer.Flush();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            writer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
