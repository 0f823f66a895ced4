using System.Text;
using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Judges n-gram decontamination against datatrove's: the hashes of its index, and its decisions.</summary>
/// <remarks>
/// The run that made the public values kept documents whose n-grams are in its own index. Where the library drops such a document, the judge checks the match
/// against the words of the index by itself, and counts a deviation.
/// </remarks>
public sealed class DatatroveDecontaminationJudge() : VectorJudge("datatrove_decontamination")
{
    private const string Contradiction = "datatrove_decontamination: the run kept a document with an n-gram of its own index";

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
        using var calls = new StageCalls(new ContaminationFilter(index) { Annotates = true });
        JsonElement[] results = [.. run.GetProperty("result").EnumerateArray()];
        int number = 0;
        foreach (JsonElement document in root.GetProperty("documents").EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonElement expected = results[number];
            string place = $"{name} {number++}";
            StageResult result = calls.Apply(document.GetString()!);
            string? ngram = (result.DroppedDocument ?? result.Document)!.TryGet(new AnnotationKey<string>("contamination.ngram"), out string? found) ? found
                : null;
            if (expected.ValueKind == JsonValueKind.True)
            {
                if (result.Reason is not null && IsIndexed(root, run, ngram!)) tally.Deviate(Contradiction);
                else tally.Equal(place, null, result.Reason);
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

    /// <summary>Looks for the words of an n-gram in the words of the index, without hashes.</summary>
    private static bool IsIndexed(JsonElement root, JsonElement run, string ngram)
    {
        if (ngram.Split(' ').Length != run.GetProperty("n_grams").GetInt32()) return false;
        return root.GetProperty("index").EnumerateArray().Any(item =>
            $" {Words(item.GetProperty("query").GetString()!)} {Words(item.GetProperty("label").GetString()!)} ".Contains($" {ngram} ",
                StringComparison.Ordinal));
    }

    private static string Words(string text)
    {
        var words = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c)) words.Append(c);
            else if (words.Length > 0 && words[^1] != ' ') words.Append(' ');
        }
        return words.ToString().TrimEnd();
    }
}
