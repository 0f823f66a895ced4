using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Synthesis;

/// <summary>
/// Chooses the entities that texts are to be generated about: the target entities of TOP-Training (saptarshi059/CDQA). It counts the entities of a corpus of
/// task contexts and questions, keeps those that pass the filters, and takes the ones with the largest inverse document frequency.
/// </summary>
/// <remarks>
/// <para>The entities come from a field of the documents, which a tagger has written (TOP-Training uses scispaCy): a string, or a JSON array of strings.
/// Filters: more than 5 characters, at least one letter, balanced brackets. Case counts; runs of white space count as one space.</para>
/// <para>Memory: the distinct entities, once for each worker and once at the end.</para>
/// </remarks>
/// <param name="entityField">The field with the entities.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// TargetEntities entities = await Corpus.FromJsonl("contexts/*.jsonl").FitAsync(new TargetEntityFit("entities"), run);
/// await Corpus.FromSource(new EntityPromptSource(entities)).WriteJsonlAsync("prompts", run);
/// </code>
/// </example>
public sealed class TargetEntityFit(string entityField) : CorpusFit<TargetEntities>
{
    private const string FileName = "entities.tsv";
    private const string Suffix = ".entities";
    private readonly string fieldName = !string.IsNullOrWhiteSpace(entityField) ? entityField
        : throw new ArgumentException("The field's name is empty.", nameof(entityField));

    /// <inheritdoc/>
    public override string Name => "target-entities";

    /// <summary>The largest number of entities.</summary>
    /// <value>At least 1; default 25,000 (TOP-Training).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxEntities
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxEntities must be at least 1.");
    } = 25_000;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("field", fieldName);
        writer.Add(nameof(MaxEntities), MaxEntities);
    }

    /// <inheritdoc/>
    protected override async Task<TargetEntities> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles counts = await scope.MapAsync("counts", scope.Corpus, new Sink(fieldName), cancellationToken).ConfigureAwait(false);
        PhaseFiles chosen = await scope.FinishAsync("choose", (output, _) =>
        {
            Choose(counts, output);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return new TargetEntities(counts.Report.Kept, Read(chosen.Files, Path.Combine(chosen.Folder, FileName)));
    }

    private void Choose(PhaseFiles counts, ShardOutput output)
    {
        var all = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int task = 0; task < counts.TaskCount; task++)
        {
            if (counts.Find(task, Suffix) is not { } path) continue;
            foreach (TargetEntity entity in Read(counts.Files, path)) all[entity.Name] = all.GetValueOrDefault(entity.Name) + entity.Documents;
        }
        if (all.Count == 0)
            output.Warn($"None of {counts.Report.Kept} documents has an entity in '{fieldName}' that passes the filters: more than {EntityRules.MinLength} "
                + "characters, a letter, balanced brackets. Write the field with a tagger first.");
        // The order by rising count is the order by falling idf, without its rounding.
        Write(output.CreateFile(FileName), all.OrderBy(entity => entity.Value).ThenBy(entity => entity.Key, StringComparer.Ordinal).Take(MaxEntities));
    }

    private static void Write(Stream file, IEnumerable<KeyValuePair<string, long>> entities)
    {
        using var writer = new StreamWriter(file, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach ((string name, long documents) in entities) writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{documents}\t{name}"));
    }

    private static IEnumerable<TargetEntity> Read(IFileStore files, string path)
    {
        foreach ((int number, string line) in TextTableReader.ReadLines(files, path))
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0 || !long.TryParse(line.AsSpan(0, tab), NumberStyles.None, CultureInfo.InvariantCulture, out long documents))
                throw new InvalidDataException($"{path}, line {number} is no count with an entity: {line}");
            yield return new TargetEntity(line[(tab + 1)..], documents);
        }
    }

    private sealed class Sink(string field) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("field", field);

        public IShardWriter Open(ShardOutput output) => new Writer(field, output);
    }

    private sealed class Writer(string field, ShardOutput output) : IShardWriter
    {
        private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (string entity in EntitiesOf(document).Select(EntityRules.Normalize).Where(EntityRules.IsEntity).Distinct(StringComparer.Ordinal))
                    counts[entity] = counts.GetValueOrDefault(entity) + 1;
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            Write(output.CreateFile(output.Name + Suffix), counts.OrderBy(entity => entity.Key, StringComparer.Ordinal));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private List<string> EntitiesOf(Document document)
        {
            if (!document.TryGetValue(field, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return [];
            if (value.Kind == AnnotationKind.String) return Parse(document, value.AsString()!);
            if (value.Kind != AnnotationKind.Json) throw Bad(document, value);
            using JsonDocument json = JsonDocument.Parse(value.AsJson());
            return Strings(document, value, json.RootElement);
        }

        /// <summary>A string is an entity, or a JSON array of entities that was written as a string.</summary>
        private List<string> Parse(Document document, string text)
        {
            if (!text.StartsWith("[\"", StringComparison.Ordinal) || !text.EndsWith("\"]", StringComparison.Ordinal)) return [text];
            try
            {
                using JsonDocument json = JsonDocument.Parse(text);
                return Strings(document, AnnotationValue.FromString(text), json.RootElement);
            }
            catch (JsonException)
            {
                return [text];
            }
        }

        private List<string> Strings(Document document, AnnotationValue value, JsonElement array)
        {
            if (array.ValueKind != JsonValueKind.Array) throw Bad(document, value);
            var entities = new List<string>();
            foreach (JsonElement item in array.EnumerateArray())
                entities.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Bad(document, value));
            return entities;
        }

        private InvalidDataException Bad(Document document, AnnotationValue value) =>
            new($"Document '{document.Id}': field '{field}' is {value}. Expected a string or an array of strings.");
    }
}
