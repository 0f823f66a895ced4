using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>
/// Reports the fertility of one or several tokenizers by group of documents, such as the domain (Rust and others 2021, arXiv 2012.15613). It gives tokens for
/// each word, bytes and characters for each token, the share of words that stay whole, and that of tokens for text that the vocabulary does not have.
/// </summary>
/// <remarks>
/// Memory: a row of numbers for each group and tokenizer, for each worker. The corpus is read once. Special tokens that the encoder adds to a text count as
/// tokens.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Tokenization;
///
/// using var run = new CurationRun();
/// FertilityReport report = await Corpus.FromJsonl("pool/*.jsonl").FitAsync(new TokenizerFertilityFit
/// {
///     Encoders = new Dictionary&lt;string, ITokenEncoder&gt; { ["llama3"] = HuggingFaceTokenizer.Load("llama3"), ["bytes"] = ByteTokenEncoder.Instance },
/// }, run);
/// File.WriteAllText("fertility.md", report.ToMarkdown());
/// </code>
/// </example>
public sealed class TokenizerFertilityFit : CorpusFit<FertilityReport>
{
    private const string FileName = "fertility.json", Suffix = ".fertility.json";
    private const int MaxGroups = 65_536;

    /// <summary>The tokenizers by name.</summary>
    /// <exception cref="ArgumentException">There is no tokenizer, or a name is empty.</exception>
    public required IReadOnlyDictionary<string, ITokenEncoder> Encoders
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("A report needs a tokenizer.", nameof(value));
            foreach ((string name, ITokenEncoder encoder) in value)
            {
                ArgumentException.ThrowIfNullOrEmpty(name, nameof(value));
                ArgumentNullException.ThrowIfNull(encoder, nameof(value));
            }
            field = new SortedDictionary<string, ITokenEncoder>(value.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    /// <summary>The annotation or field with the group of a document; null for one group of all documents.</summary>
    /// <value>Default <c>domain</c>, which the domain taggers write.</value>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? GroupField
    {
        get;
        init => field = value is { Length: 0 } ? throw new ArgumentException("The name of a field is not empty.", nameof(value)) : value;
    } = "domain";

    /// <inheritdoc/>
    public override string Name => "tokenizer-fertility";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(GroupField), GroupField);
        foreach ((string name, ITokenEncoder encoder) in Encoders)
        {
            writer.BeginScope("encoder");
            writer.Add("name", name);
            encoder.Describe(writer);
            writer.EndScope();
        }
    }

    /// <inheritdoc/>
    protected override async Task<FertilityReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles counts = await scope.MapAsync("counts", scope.Corpus, new Sink(this), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("report", (output, token) =>
        {
            output.CreateFile(FileName).Write(FertilityJson.Write(Join(counts, token)));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string path = files.FindFile(FileName) ?? throw new CurationException($"'{files.Folder}' has no file '{FileName}'.");
        return FertilityJson.Read(files.Files.ReadAllBytes(path), $"'{path}'");
    }

    private static FertilityReport Join(PhaseFiles counts, CancellationToken cancellationToken)
    {
        var rows = new SortedDictionary<(string Group, string Tokenizer), TokenFertility>(new ByGroup());
        for (int task = 0; task < counts.TaskCount; task++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (counts.Find(task, Suffix) is not { } path) continue;
            foreach (TokenFertility row in FertilityJson.Read(counts.Files.ReadAllBytes(path), $"'{path}'").Rows)
            {
                (string, string) key = (row.Group, row.Tokenizer);
                rows[key] = !rows.TryGetValue(key, out TokenFertility? sum) ? row : sum with
                {
                    Documents = sum.Documents + row.Documents,
                    Bytes = sum.Bytes + row.Bytes,
                    Characters = sum.Characters + row.Characters,
                    Words = sum.Words + row.Words,
                    Tokens = sum.Tokens + row.Tokens,
                    WordTokens = sum.WordTokens + row.WordTokens,
                    WholeWords = sum.WholeWords + row.WholeWords,
                    FallbackTokens = sum.FallbackTokens + row.FallbackTokens,
                };
            }
        }
        return new FertilityReport { Rows = [.. rows.Values] };
    }

    private sealed class ByGroup : IComparer<(string Group, string Tokenizer)>
    {
        public int Compare((string Group, string Tokenizer) x, (string Group, string Tokenizer) y) =>
            string.CompareOrdinal(x.Group, y.Group) is not 0 and var order ? order : string.CompareOrdinal(x.Tokenizer, y.Tokenizer);
    }

    private sealed class Sink(TokenizerFertilityFit fit) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => fit.Describe(writer);

        public IShardWriter Open(ShardOutput output) => new Writer(fit, output);
    }

    private sealed class Writer(TokenizerFertilityFit fit, ShardOutput output) : IShardWriter
    {
        private readonly FertilityCounter[] counters = [.. fit.Encoders.Values.Select(static encoder => new FertilityCounter(encoder))];
        private readonly Dictionary<string, FertilityCounts[]> groups = new(StringComparer.Ordinal);
        private readonly List<(int Start, int End)> words = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                words.Clear();
                FertilityCounter.FindWords(text, words);
                int characters = WordPieceModel.CountCharacters(text);
                FertilityCounts[] counts = Group(document);
                for (int i = 0; i < counters.Length; i++)
                {
                    counts[i].Documents++;
                    counts[i].Bytes += text.Length;
                    counts[i].Characters += characters;
                    counts[i].Words += words.Count;
                    counters[i].Add(text, CollectionsMarshal.AsSpan(words), counts[i]);
                }
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            string[] names = [.. fit.Encoders.Keys];
            output.CreateFile(output.Name + Suffix).Write(FertilityJson.Write(new FertilityReport
            {
                Rows = [.. groups.OrderBy(static group => group.Key, StringComparer.Ordinal).SelectMany(group =>
                    group.Value.Select((counts, i) => counts.ToRow(names[i], group.Key, counters[i].HasPlaces)))],
            }));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private FertilityCounts[] Group(Document document)
        {
            string name = fit.GroupField is { } field && document.TryGetValue(field, out AnnotationValue value) ? value.AsString() ?? "" : "";
            ref FertilityCounts[]? counts = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, name, out bool isKnown);
            if (!isKnown && groups.Count > MaxGroups)
                throw new CurationException($"Field '{fit.GroupField}' has more than {MaxGroups} values in one shard (document '{document.Id}'): these are too "
                    + "many for groups.");
            return counts ??= [.. counters.Select(static _ => new FertilityCounts())];
        }
    }
}
