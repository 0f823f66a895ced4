using System.Collections;
using System.Text;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>
/// Reports all matches between a corpus and benchmarks: which n-gram of which item is in which document, and where. Nothing is dropped.
/// </summary>
/// <remarks>
/// Consecutive n-grams of the same item make one match. Memory: a bit for each n-gram and 8 bytes for each item, for each worker and once at the end.
/// </remarks>
/// <param name="index">The benchmark texts.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// ContaminationIndex index = await Corpus.FromJsonl("benchmarks/*.jsonl").FitAsync(new ContaminationIndexFit(), run);
/// ContaminationReport report = await Corpus.FromJsonl("pool/*.jsonl").FitAsync(new ContaminationReportFit(index), run);
/// Console.WriteLine(report);
/// foreach (ContaminationMatch match in report.ReadMatches().Take(10)) Console.WriteLine($"{match.Benchmark} {match.Item}: {match.Document} at {match.Start}");
/// </code>
/// </example>
public sealed class ContaminationReportFit(ContaminationIndex index) : CorpusFit<ContaminationReport>
{
    internal const string MatchesSuffix = ".matches.jsonl";
    private const string CountsSuffix = ".counts";
    private const string SummaryName = "summary.json";
    private readonly ContaminationIndex index = index ?? throw new ArgumentNullException(nameof(index));

    /// <inheritdoc/>
    public override string Name => "contamination-report";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("index", index);
        writer.AddScope("settings", index.Settings.Describe);
    }

    /// <inheritdoc/>
    protected override async Task<ContaminationReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles matches = await scope.MapAsync("matches", scope.Corpus, new Sink(index), cancellationToken).ConfigureAwait(false);
        PhaseFiles summary = await scope.FinishAsync("summary", (output, token) =>
        {
            Summarise(matches, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonDocument.Parse(summary.Files.ReadAllBytes(summary.FindFile(SummaryName)!));
        int number = 0;
        var items = new List<ContaminationItemReport>();
        foreach (JsonElement item in json.RootElement.GetProperty("items").EnumerateArray())
        {
            ContaminationItem of = index.Items[number++];
            items.Add(new() { Benchmark = of.Benchmark, Id = of.Id, Units = of.Units, MatchedUnits = item[0].GetInt32(), Documents = item[1].GetInt64() });
        }
        return new(matches, items, json.RootElement.GetProperty("documents").GetInt64(), json.RootElement.GetProperty("contaminated").GetInt64());
    }

    private void Summarise(PhaseFiles matches, ShardOutput output, CancellationToken cancellationToken)
    {
        var units = new BitArray(index.UnitCount);
        long[] documents = new long[index.Items.Count];
        long all = 0, contaminated = 0;
        for (int task = 0; task < matches.TaskCount; task++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (matches.Find(task, CountsSuffix) is not { } path) continue;
            using var reader = new BinaryReader(new MemoryStream(matches.Files.ReadAllBytes(path)));
            all += reader.ReadInt64();
            contaminated += reader.ReadInt64();
            for (int left = reader.ReadInt32(); left > 0; left--) units[reader.ReadInt32()] = true;
            for (int left = reader.ReadInt32(); left > 0; left--) documents[reader.ReadInt32()] += reader.ReadInt64();
        }
        int[] matched = new int[index.Items.Count];
        for (int unit = 0; unit < units.Length; unit++)
        {
            if (!units[unit]) continue;
            foreach (int item in index.GetItems(unit)) matched[item]++;
        }
        using var json = new Utf8JsonWriter(output.CreateFile(SummaryName));
        json.WriteStartObject();
        json.WriteNumber("documents", all);
        json.WriteNumber("contaminated", contaminated);
        json.WriteStartArray("items");
        for (int item = 0; item < documents.Length; item++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(matched[item]);
            json.WriteNumberValue(documents[item]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed class Sink(ContaminationIndex index) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("sink", "contamination-matches/1");

        public IShardWriter Open(ShardOutput output) => new ContaminationMatchWriter(index, output, MatchesSuffix, CountsSuffix);
    }
}
