using System.Globalization;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>
/// Checks selections of DataMan. A case has <c>documents</c> (id, source, domain, tokens, scores by name), <c>metrics</c> (default: the names of the first
/// document's scores), <c>strategy</c> (multi_domain, uniform, org_domain, equi_domain, none), <c>budget</c>, <c>seed</c> and <c>mode</c> (top_k,
/// proportional).
/// Optional: <c>target_scores</c>, <c>target_domains</c>, <c>select_bottom</c>, <c>repeat</c>, <c>max_epochs</c>. It expects any of <c>quotas</c> and
/// <c>selected</c> (by <c>source/domain</c>, or the domain alone, or <c>all</c>), <c>ids</c> (in any order), <c>tokens_at_least</c>, and <c>no_repeat</c>
/// (no document twice while one of its stratum is unused).
/// </summary>
public static class DataManSelectionJudge
{
    /// <summary>Checks a case.</summary>
    /// <param name="test">The case.</param>
    /// <returns>True if it passed, otherwise false and the reason.</returns>
    public static (bool Ok, string Message) Judge(JsonElement test)
    {
        string work = Directory.CreateTempSubdirectory("dataman-").FullName;
        try
        {
            // The task only waits for files, so blocking is safe.
            return JudgeAsync(test, work).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or CurationException)
        {
            return (false, $"{e.GetType().Name}: {e.Message}");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<(bool Ok, string Message)> JudgeAsync(JsonElement test, string work)
    {
        Document[] documents = [.. test.GetProperty("documents").EnumerateArray().Select(Read)];
        using var run = new CurationRun(new RunOptions { WorkDirectory = work, MaxParallelShards = 1 });
        Corpus corpus = Corpus.FromDocuments(documents);
        KeepList list = await corpus.FitAsync(Selection(test), run).ConfigureAwait(false);
        SelectionReport report = SelectionReport.Load(list);
        var ids = new List<string>();
        await foreach (Document document in SelectionEpochs.Apply(corpus, list).AsAsyncEnumerable(run).ConfigureAwait(false))
            ids.Add(document.Id.Split("#epoch")[0]);
        JsonElement expect = test.GetProperty("expect");
        var failures = new List<string>();
        if (expect.TryGetProperty("quotas", out JsonElement quotas)) Compare("quotas", quotas, report.Strata, stratum => stratum.Quota, failures);
        if (expect.TryGetProperty("selected", out JsonElement selected))
            Compare("selected", selected, report.Strata, stratum => stratum.Selected + stratum.Repeated, failures);
        if (expect.TryGetProperty("ids", out JsonElement wanted))
        {
            string expected = string.Join(", ", wanted.EnumerateArray().Select(id => id.GetString()).Order(StringComparer.Ordinal)),
                got = string.Join(", ", ids.Order(StringComparer.Ordinal));
            if (expected != got) failures.Add($"ids: expected {expected}, got {got}");
        }
        if (expect.TryGetProperty("tokens_at_least", out JsonElement least)
            && report.Selected + report.Strata.Sum(stratum => stratum.Repeated) is var tokens && tokens < least.GetInt64())
            failures.Add($"tokens_at_least: expected {least.GetInt64()}, got {tokens}");
        if (expect.TryGetProperty("no_repeat", out JsonElement noRepeat) && noRepeat.GetBoolean()) CheckRepeats(report, ids, failures);
        return (failures.Count == 0, string.Join("; ", failures));
    }

    private static void CheckRepeats(SelectionReport report, List<string> ids, List<string> failures)
    {
        foreach (SelectionStratum stratum in report.Strata.Where(stratum => stratum.Repeated > 0 && stratum.SelectedDocuments < stratum.Documents))
            failures.Add($"no_repeat: {Name(stratum)} repeats documents while {stratum.Documents - stratum.SelectedDocuments} are unused");
        if (report.Epochs == 1 && ids.Distinct(StringComparer.Ordinal).Count() != ids.Count) failures.Add("no_repeat: a document is there twice");
    }

    private static void Compare(string what, JsonElement expected, IEnumerable<SelectionStratum> strata,
        Func<SelectionStratum, long> number, List<string> failures)
    {
        string wanted = string.Join(", ", expected.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Value.GetInt64()}")));
        string got = string.Join(", ", strata.OrderBy(Name, StringComparer.Ordinal)
            .Select(stratum => string.Create(CultureInfo.InvariantCulture, $"{Name(stratum)} {number(stratum)}")));
        if (wanted != got) failures.Add($"{what}: expected {wanted}, got {got}");
    }

    private static string Name(SelectionStratum stratum) => (stratum.Source, stratum.Domain) switch
    {
        ("", "") => "all",
        ("", var domain) => domain,
        var (source, domain) => $"{source}/{domain}",
    };

    private static DataManSelection Selection(JsonElement test)
    {
        string[] metrics = test.TryGetProperty("metrics", out JsonElement named) ? [.. named.EnumerateArray().Select(name => name.GetString()!)]
            : [.. test.GetProperty("documents")[0].GetProperty("scores").EnumerateObject().Select(score => score.Name)];
        return new DataManSelection(metrics)
        {
            Budget = test.TryGetProperty("budget", out JsonElement budget) ? budget.GetInt64() : 0,
            Seed = test.TryGetProperty("seed", out JsonElement seed) ? seed.GetUInt64() : 42,
            Measure = DocumentMeasure.Annotation("tokens"),
            Strategy = Text(test, "strategy", "multi_domain") switch
            {
                "multi_domain" => DataManStrategy.MultiDomain,
                "uniform" => DataManStrategy.Uniform,
                "org_domain" => DataManStrategy.OriginalDomain,
                "equi_domain" => DataManStrategy.EqualDomain,
                "none" => DataManStrategy.None,
                var other => throw new FormatException($"Strategy '{other}' is not known."),
            },
            Mode = Text(test, "mode", "top_k") switch
            {
                "top_k" => DataManMode.TopK,
                "proportional" => DataManMode.Proportional,
                var other => throw new FormatException($"Mode '{other}' is not known."),
            },
            TargetScores = test.TryGetProperty("target_scores", out JsonElement scores)
                ? [.. scores.EnumerateArray().Select(score => score.GetDouble())] : null,
            TargetDomains = test.TryGetProperty("target_domains", out JsonElement domains)
                ? [.. domains.EnumerateArray().Select(domain => domain.GetString()!)] : null,
            SelectBottom = test.TryGetProperty("select_bottom", out JsonElement bottom) && bottom.GetBoolean(),
            Repeat = test.TryGetProperty("repeat", out JsonElement repeat) && repeat.GetBoolean(),
            MaxEpochs = test.TryGetProperty("max_epochs", out JsonElement epochs) ? epochs.GetInt32() : 4,
        };
    }

    private static string Text(JsonElement test, string name, string other) =>
        test.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : other;

    private static Document Read(JsonElement document)
    {
        string id = document.GetProperty("id").GetString()!;
        DocumentEditor editor = new Document(id, id).Edit().Set(new AnnotationKey<long>("tokens"), document.GetProperty("tokens").GetInt64());
        foreach (string field in new[] { "source", "domain" })
            if (document.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String)
                editor.Set(new AnnotationKey<string>(field), value.GetString()!);
        foreach (JsonProperty score in document.GetProperty("scores").EnumerateObject())
            if (score.Value.ValueKind == JsonValueKind.Number) editor.Set(new AnnotationKey<double>(score.Name), score.Value.GetDouble());
        return editor.Build();
    }
}
