using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Tests;

/// <summary>
/// The decisions of every selection, as hashes recorded before selections were moved onto the toolkit for fits. They cover keep-list bits, the shards in the
/// header, and the numbers of the report in the two file formats of that time. A change here changes what users select.
/// </summary>
public sealed partial class RecordedSelectionTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [GeneratedRegex("\"key\":\"[0-9a-f]+\"")]
    private static partial Regex SourceKey();

    private static string Line(int number)
    {
        var random = new SeededRandom((ulong)number * 77 + 5);
        var text = new StringBuilder();
        for (long words = 20 + random.NextInt64(150); words > 0; words--) text.Append("word").Append(random.NextInt64(number % 3 == 0 ? 40 : 400)).Append(' ');
        string score = random.NextInt64(30) == 0 ? "null" : FormattableString.Invariant($"{random.NextInt64(7) + 1}");
        return FormattableString.Invariant($"{{\"id\":\"d{number}\",\"text\":\"{text}\",\"source\":\"s{random.NextInt64(3)}\",")
            + FormattableString.Invariant($"\"domain\":\"{(random.NextInt64(20) == 0 ? "rare" : "usual")}\",\"score\":{score},")
            + FormattableString.Invariant($"\"other\":{random.NextDouble():R},\"predictive_strength\":{random.NextInt64(4) / 3.0:R}}}\n");
    }

    private Corpus Pool()
    {
        string[] lines = [.. Enumerable.Range(0, 2_500).Select(Line)];
        for (int f = 0; f < 5; f++) folder.Inputs.Write($"pool/{f:D2}.jsonl", string.Concat(lines[(500 * f)..(500 * (f + 1))]));
        folder.Inputs.Write("pool/04b.jsonl", "");
        Corpus files = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 200_000, CoalesceBytes = 0 } },
            folder.Inputs["pool/*.jsonl"]);
        Corpus memory = Corpus.FromDocuments(Enumerable.Range(0, 1_500)
            .Select(i => new Document($"m{i}", string.Join(' ', Enumerable.Range(0, 90 + i % 40).Select(w => $"word{(w * i + i) % 200}")))));
        // Drops some documents before the selection sees them, so that record numbers have gaps.
        return Corpus.Concat(files, memory).Pipe(new FakeFilter(document => document.IdHash % 7 == 0 ? StageResult.Drop("seventh") : StageResult.Keep));
    }

    private static Corpus Target(int kind) => Corpus.FromDocuments(Enumerable.Range(0, 60)
        .Select(i => new Document($"t{kind}-{i}", string.Join(' ', Enumerable.Range(0, 120).Select(w => $"word{(w * (i + 3)) % (kind == 0 ? 40 : 390)}")))));

    private static CorpusFit<KeepList> Fit(string name)
    {
        DsirModelFit model = new(Target(0)) { Features = new HashedNGrams { Buckets = 500 } };
        DsirModelFit two = new(Target(0), Target(1)) { SeparateTargets = true, Features = new HashedNGrams { Buckets = 500 } };
        return name switch
        {
            "dsir" => new DsirSelection(model) { Size = SelectionSize.Documents(700), Seed = 3 },
            "dsir tokens" => new DsirSelection(model) { Size = SelectionSize.Tokens(30_000), MinTokens = 50 },
            "dsir bytes" => new DsirSelection(model) { Size = SelectionSize.Utf8Bytes(300_000), Seed = 9, Weighting = DsirWeighting.LengthNormalized() },
            "dsir top" => new DsirSelection(model) { Size = SelectionSize.Documents(301), TopK = true },
            "dsir none" => new DsirSelection(model) { Size = SelectionSize.Documents(0) },
            "dsir all" => new DsirSelection(model) { Size = SelectionSize.Documents(100_000), MinTokens = 100 },
            "dsir legacy" => new DsirSelection(model) { Size = SelectionSize.Documents(400), Noise = SelectionNoise.NumPyLegacy, Seed = 42 },
            "dsir two targets" => new DsirSelection(two) { Size = SelectionSize.Documents(900), Seed = 1 },
            "random" => new RandomSelection { Size = SelectionSize.Documents(500), MinTokens = 100, Seed = 8 },
            "random tokens" => new RandomSelection { Size = SelectionSize.Tokens(20_000), MinTokens = 0 },
            "quantile" => new QuantileSelection("other") { Share = 0.3, GroupField = "source" },
            "quantile ties" => new QuantileSelection("score") { Share = 0.2 },
            "qurating" => new QuRatingSelection(["other"]) { Budget = 20_000, Normalize = true },
            "qurating domains" => new QuRatingSelection(["score"]) { Budget = 20_000, DomainField = "domain", Temperature = 2 },
            "dataman" => new DataManSelection(["score"]) { Budget = 20_000 },
            "dataman repeated" => new DataManSelection(["score"]) { Budget = 400_000, Strategy = DataManStrategy.EqualDomain, Repeat = true },
            "examples" => new PreSelectExamples(),
            "union" => new UnionSelection(
                [new QuantileSelection("other") { Share = 0.1 }, new RandomSelection { Size = SelectionSize.Documents(200), MinTokens = 100 }]),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    [Theory]
    [InlineData("dsir", "700 a6ea0a0f644bd054")]
    [InlineData("dsir tokens", "296 f1d364b37e3f9c32")]
    [InlineData("dsir bytes", "327 754ea271a497db29")]
    [InlineData("dsir top", "301 3ed288d1421d12f4")]
    [InlineData("dsir none", "0 456152f6d11ea71b")]
    [InlineData("dsir all", "1918 1368dd88ad59c378")]
    [InlineData("dsir legacy", "400 9bbf792562318092")]
    [InlineData("dsir two targets", "900 92da11ec23bd6ea4")]
    [InlineData("random", "500 6aa46fdeb02aa95c")]
    [InlineData("random tokens", "198 6dab6be888ccb20d")]
    [InlineData("quantile", "642 11dd2f345aff615d")]
    [InlineData("quantile ties", "611 6f7d69120381df6b")]
    [InlineData("qurating", "33 c90882f8bd54a3b3")]
    [InlineData("qurating domains", "28 ac7784fd75993ccf")]
    [InlineData("dataman", "37 ea06b59d1ed9813d")]
    [InlineData("dataman repeated", "406 61ae61c0a8bccfb3")]
    [InlineData("examples", "1064 4d6a6b842f62e8e2")]
    [InlineData("union", "396 cfa18a25baf3436e")]
    public async Task Fit_GivesTheRecordedDecisions(string name, string recorded)
    {
        CorpusFit<KeepList> fit = Fit(name);
        KeepList list = await Pool().FitAsync(fit, folder.Run(options => options with { MaxParallelShards = 3 }));
        var hash = new XxHash64();
        foreach (string file in Directory.GetFiles(list.Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is "keep-list.json" or "keep-list.bits").Order(StringComparer.Ordinal))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            hash.Append(Encoding.UTF8.GetBytes(Path.GetRelativePath(list.Folder, file)));
            hash.Append(file.EndsWith("keep-list.json", StringComparison.Ordinal)
                ? Encoding.UTF8.GetBytes(SourceKey().Replace(Encoding.UTF8.GetString(bytes), "")) : bytes);
        }
        hash.Append(RecordedReport(fit, SelectionReport.Load(list)));
        Assert.Equal(recorded, FormattableString.Invariant($"{list.KeptCount} {hash.GetCurrentHashAsUInt64():x16}"));
    }

    /// <summary>Returns name and content of the report file at the time of the recording.</summary>
    private static byte[] RecordedReport(CorpusFit<KeepList> fit, SelectionReport report)
    {
        using var output = new MemoryStream();
        switch (fit)
        {
            case UnionSelection:
                break;
            case DsirSelection dsir:
                WriteSummary(output, report, dsir.Size, dsir.MinTokens, dsir.TopK, dsir.Seed);
                break;
            case RandomSelection random:
                WriteSummary(output, report, random.Size, random.MinTokens, false, SeededRandom.Create(random.Seed, "random-selection", "").NextUInt64());
                break;
            default:
                WriteStrata(output, report);
                break;
        }
        return output.ToArray();
    }

    private static void WriteSummary(MemoryStream output, SelectionReport report, SelectionSize size, long minTokens, bool topK, ulong seed)
    {
        output.Write("selection.json"u8);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("size", size.ToString());
        json.WriteNumber("min_tokens", minTokens);
        json.WriteBoolean("top_k", topK);
        json.WriteNumber("seed", seed);
        json.WriteNumber("asked", report.Quota!.Value);
        json.WriteNumber("selected", report.Selected);
        json.WriteNumber("selected_documents", report.SelectedDocuments);
        json.WriteNumber("passing_documents", report.Documents);
        json.WriteEndObject();
    }

    private static void WriteStrata(MemoryStream output, SelectionReport report)
    {
        output.Write("strata.json"u8);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("unit", report.Unit);
        json.WriteNumber("unrated", report.Unrated);
        json.WriteNumber("excluded", report.Excluded);
        json.WriteNumber("epochs", report.Epochs);
        json.WriteStartArray("strata");
        foreach (SelectionStratum stratum in report.Strata)
        {
            json.WriteStartObject();
            json.WriteString("source", stratum.Source);
            json.WriteString("domain", stratum.Domain);
            json.WriteNumber("documents", stratum.Documents);
            json.WriteNumber("available", stratum.Available);
            json.WriteNumber("quota", stratum.Quota);
            json.WriteNumber("selected", stratum.Selected);
            json.WriteNumber("selected_documents", stratum.SelectedDocuments);
            json.WriteNumber("repeated", stratum.Repeated);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
