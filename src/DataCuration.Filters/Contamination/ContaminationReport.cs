using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>The matches between a corpus and benchmarks: a table of all places, and a summary by benchmark and item.</summary>
public sealed class ContaminationReport : IArtifact
{
    private readonly PhaseFiles matches;

    internal ContaminationReport(PhaseFiles matches, IReadOnlyList<ContaminationItemReport> items, long documents, long contaminated)
    {
        this.matches = matches;
        Items = items;
        Documents = documents;
        ContaminatedDocuments = contaminated;
        Benchmarks = [.. items.GroupBy(static item => item.Benchmark, StringComparer.Ordinal).Select(static group => new ContaminationBenchmarkReport
        {
            Benchmark = group.Key,
            Items = group.Count(),
            MatchedItems = group.Count(static item => item.MatchedUnits > 0),
            Units = group.Sum(static item => (long)item.Units),
            MatchedUnits = group.Sum(static item => (long)item.MatchedUnits),
        })];
    }

    /// <summary>The number of documents that were compared.</summary>
    public long Documents { get; }

    /// <summary>The number of documents with a match.</summary>
    public long ContaminatedDocuments { get; }

    /// <summary>The benchmarks, in the order of the index.</summary>
    public IReadOnlyList<ContaminationBenchmarkReport> Benchmarks { get; }

    /// <summary>The items, in the order of the index. An item without matches can be evaluated on as a clean one.</summary>
    public IReadOnlyList<ContaminationItemReport> Items { get; }

    /// <summary>The folder with the tables of matches: a file of JSON lines for each shard.</summary>
    public string Folder => matches.Folder;

    /// <summary>A hash of the summary.</summary>
    public string Fingerprint
    {
        get
        {
            var writer = new FingerprintWriter();
            writer.Add(nameof(Documents), Documents);
            writer.Add(nameof(ContaminatedDocuments), ContaminatedDocuments);
            foreach (ContaminationItemReport item in Items) writer.Add(item.Benchmark + "/" + item.Id, $"{item.Units} {item.MatchedUnits} {item.Documents}");
            return writer.ToFingerprint();
        }
    }

    /// <summary>Reads the table of matches, in the order of the corpus.</summary>
    public IEnumerable<ContaminationMatch> ReadMatches()
    {
        for (int task = 0; task < matches.TaskCount; task++)
        {
            if (matches.Find(task, ContaminationReportFit.MatchesSuffix) is not { } path) continue;
            using var reader = new StreamReader(matches.Files.OpenRead(path, FileReadPattern.Sequential), Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                using JsonDocument json = JsonDocument.Parse(line);
                JsonElement match = json.RootElement;
                yield return new()
                {
                    Benchmark = match.GetProperty("benchmark").GetString()!,
                    Item = match.GetProperty("item").GetString()!,
                    NGram = match.GetProperty("ngram").GetString()!,
                    NGrams = match.GetProperty("ngrams").GetInt32(),
                    Document = match.GetProperty("document").GetString()!,
                    Source = match.TryGetProperty("source", out JsonElement source) ? source.GetString() : null,
                    Start = match.GetProperty("start").GetInt64(),
                    End = match.GetProperty("end").GetInt64(),
                };
            }
        }
    }

    /// <summary>Formats the summary as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{ContaminatedDocuments:N0} of {Documents:N0} documents match {Benchmarks.Count:N0} benchmarks");
        text.AppendLine();
        foreach (ContaminationBenchmarkReport one in Benchmarks)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{one.Benchmark}: {one.MatchedItems:N0} of {one.Items:N0} items, {one.MatchedUnits:N0} of {one.Units:N0} n-grams").AppendLine();
        }
        return text.ToString();
    }
}
