using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>
/// Tries chat templates with a chunk refiner on a few documents, since a refiner with the wrong template writes no calls (ReScraper, Table 10). Run it on about
/// eight pages before the whole corpus: <c>await corpus.Take(8).FitAsync(new ProXTemplateTest(calls), run)</c>.
/// </summary>
/// <param name="calls">The call layer.</param>
public sealed class ProXTemplateTest(LanguageModelCalls calls) : CorpusFit<ProXTemplateReport>
{
    private const string Suffix = ".json";
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>The templates. Default: all presets.</summary>
    public IReadOnlyList<ProXTemplate> Templates
    {
        get;
        init => field = value is { Count: > 0 } && value.Select(template => template.Name).Distinct(StringComparer.Ordinal).Count() == value.Count ? value
            : throw new ArgumentException("At least one template is needed, and each needs a name of its own.", nameof(value));
    } = ProXTemplate.All;

    /// <summary>The options for executing programs. Default: strict mode.</summary>
    public ProXOptions Options { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>Divides documents into chunks. Default: that of <see cref="ProXChunkRefiner"/>.</summary>
    public ProXChunker Chunker { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new(ProXLineCounter.Estimate);

    /// <summary>The sampling parameters. Default: those of <see cref="ProXChunkRefiner"/>.</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 256 };

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        CallDescription.Write(writer, calls, Model, Parameters, null);
        writer.AddScope(nameof(Chunker), Chunker.Describe);
        writer.AddScope(nameof(Options), Options.Describe);
        foreach (ProXTemplate template in Templates)
        {
            writer.AddScope(template.Name, template.Describe);
        }
    }

    /// <inheritdoc/>
    protected override async Task<ProXTemplateReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var scores = new List<ProXTemplateScore>();
        foreach (ProXTemplate template in Templates)
        {
            var refiner = new ProXChunkRefiner(calls) { Template = template, Options = Options, Chunker = Chunker, Model = Model, Parameters = Parameters };
            PhaseFiles files = await scope.MapAsync(template.Name, scope.Corpus.Pipe(refiner), new CountSink(), cancellationToken).ConfigureAwait(false);
            scores.Add(ReadScore(template, files));
        }
        return new(scores);
    }

    private static ProXTemplateScore ReadScore(ProXTemplate template, PhaseFiles files)
    {
        long withCalls = 0, before = 0, after = 0;
        for (int task = 0; task < files.TaskCount; task++)
        {
            if (files.Find(task, Suffix) is not { } path) continue;
            using Stream file = files.Files.OpenRead(path, FileReadPattern.Sequential);
            using JsonDocument counts = JsonDocument.Parse(file);
            withCalls += counts.RootElement.GetProperty("with_calls").GetInt64();
            before += counts.RootElement.GetProperty("words_before").GetInt64();
            after += counts.RootElement.GetProperty("words_after").GetInt64();
        }
        return new()
        {
            Template = template.Name,
            Documents = files.Report.Records,
            Kept = files.Report.Kept,
            WithCalls = withCalls,
            WordsBefore = before,
            WordsAfter = after,
        };
    }

    /// <summary>Counts what the test needs, in a small file for each shard.</summary>
    private sealed class CountSink : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("sink", "prox-counts/1");

        public IShardWriter Open(ShardOutput output) => new Writer(output);

        private sealed class Writer(ShardOutput output) : IShardWriter
        {
            private long withCalls, before, after;

            public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
            {
                foreach (Document document in documents.Span)
                {
                    int words = document.Words.Count;
                    after += words;
                    before += words + document.Get(ProXAnnotations.WordsRemoved);
                    if (ProXAnnotations.HasCall(document.Get(ProXAnnotations.Calls))) withCalls++;
                }
                return ValueTask.CompletedTask;
            }

            public async ValueTask CompleteAsync(CancellationToken cancellationToken)
            {
                await using Stream file = output.CreateFile(output.Name + Suffix);
                await using var json = new Utf8JsonWriter(file);
                json.WriteStartObject();
                json.WriteNumber("with_calls", withCalls);
                json.WriteNumber("words_before", before);
                json.WriteNumber("words_after", after);
                json.WriteEndObject();
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
