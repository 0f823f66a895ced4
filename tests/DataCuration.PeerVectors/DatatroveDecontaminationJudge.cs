using System.Text;
using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Judges n-gram decontamination against datatrove's: the hashes of its index, and its decisions.</summary>
/// <remarks>
/// The run that made the public values kept every document, also exact copies of its index's texts, which datatrove's filter does not do. (It returns a pair
/// of false and a reason, which is true if it is tested alone.) Such a run is compared with the mode that keeps, <see cref="RuleFilter.TagsOnly"/>. What the
/// dropping mode finds is compared with <see cref="PlainContamination"/>, a plain version of datatrove's rule.
/// </remarks>
public sealed class DatatroveDecontaminationJudge() : VectorJudge("datatrove_decontamination")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tally);
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray())
        {
            string name = run.GetProperty("name").GetString()!;
            var fit = new ContaminationIndexFit
            {
                Words = run.GetProperty("n_grams").GetInt32(),
                IncludeQueries = run.GetProperty("find_query_ngrams").GetBoolean(),
                IncludeOverlaps = run.GetProperty("find_overlap_ngrams").GetBoolean(),
            };
            ContaminationIndexBuilder builder = fit.CreateBuilder();
            var byTask = new Dictionary<string, SortedSet<ulong>>(StringComparer.Ordinal);
            foreach (JsonElement item in root.GetProperty("index").EnumerateArray())
            {
                string task = item.GetProperty("task").GetString()!;
                string? query = item.TryGetProperty("query", out JsonElement found) ? found.GetString() : null;
                ulong[] hashes = builder.Hash(query, [item.GetProperty("label").GetString()!]);
                builder.Add(task, "item", hashes);
                if (!byTask.TryGetValue(task, out SortedSet<ulong>? all)) byTask.Add(task, all = []);
                all.UnionWith(hashes);
            }
            foreach (JsonProperty task in run.GetProperty("hashes_per_task").EnumerateObject())
                tally.Equal($"{name} {task.Name} hashes", task.Value.GetInt32(), byTask.GetValueOrDefault(task.Name)?.Count ?? 0);
            foreach (JsonProperty task in run.GetProperty("first_hashes").EnumerateObject())
            {
                string[] expected = [.. task.Value.EnumerateArray().Select(static hash => hash.GetString()!)];
                IEnumerable<ulong> actual = byTask.GetValueOrDefault(task.Name) ?? [];
                tally.Equal($"{name} {task.Name} first hashes", string.Join(' ', expected), string.Join(' ', actual.Take(expected.Length)));
            }
            JudgeDocuments(root, run, name, builder.Build(), tally, cancellationToken);
        }
    }

    private static void JudgeDocuments(JsonElement root, JsonElement run, string name, ContaminationIndex index, VectorTally tally,
        CancellationToken cancellationToken)
    {
        using var dropping = new StageCalls(new ContaminationFilter(index) { Annotates = true });
        using var keeping = new StageCalls(new ContaminationFilter(index) { TagsOnly = true });
        var plain = new PlainContamination(root.GetProperty("index"), run);
        JsonElement[] results = [.. run.GetProperty("result").EnumerateArray()];
        string[] texts = [.. root.GetProperty("documents").EnumerateArray().Select(static document => document.GetString()!)];
        bool keepsAll = Array.TrueForAll(results, static result => result.ValueKind == JsonValueKind.True)
            && Array.Exists(texts, text => plain.Find(text) is not null);
        for (int number = 0; number < texts.Length; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonElement expected = results[number];
            string place = $"{name} {number}";
            StageResult result = dropping.Apply(texts[number]);
            string? ngram = (result.DroppedDocument ?? result.Document)!.TryGet(new AnnotationKey<string>("contamination.ngram"), out string? found) ? found
                : null;
            if (keepsAll)
            {
                StageResult kept = keeping.Apply(texts[number]);
                tally.Equal($"{place} with tags only", expected.GetBoolean(), !kept.IsDrop);
                tally.Equal($"{place} n-gram", plain.Find(texts[number]), ngram);
                tally.Equal($"{place} reason", ngram is null ? null : ContaminationFilter.Reason, result.Reason);
                continue;
            }
            if (expected.ValueKind == JsonValueKind.True)
            {
                tally.Equal(place, null, result.Reason);
                continue;
            }
            tally.Equal(place, expected[0].GetString(), result.Reason);
            tally.Equal($"{place} n-gram", expected[1].GetString(), ngram);
            // A later task replaces an earlier one with the same n-gram, in an order that the folder gives.
            string task = expected[2].GetString()!;
            bool isOwner = ngram is not null && index.Find(ContaminationSettings.Hash(Encoding.UTF8.GetBytes(ngram))) is >= 0 and int unit
                && index.GetItems(unit).ToArray().Any(item => index.Items[item].Benchmark.Replace(' ', '_') == task);
            tally.Equal($"{place} task", true, isOwner);
        }
    }
}
