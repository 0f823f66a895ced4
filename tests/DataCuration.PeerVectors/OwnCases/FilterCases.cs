using System.Text;
using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>The kinds of cases of filters.</summary>
internal static class FilterCases
{
    private static readonly Dictionary<string, Func<CaseFields, Stage[]>> Profiles = new(StringComparer.Ordinal)
    {
        ["datatrove"] = given => FilterProfiles.DatatroveDefault(Words(given), annotates: true),
        ["dclm"] = given => FilterProfiles.Dclm(Terms(given, "top_level_domains"), given.Flag("copies_faults", false), annotates: true),
        ["dolma"] = given => FilterProfiles.Dolma(given.Flag("copies_faults", false)),
        ["fineweb"] = given => FilterProfiles.FineWeb(Words(given), given.Named("sentence_splitter", CaseSplitters.Sentences), annotates: true),
        ["fineweb2"] = given => FilterProfiles.FineWeb2(FineWeb2Thresholds.Parse(given.Text("thresholds"), $"{given.Place}, thresholds"),
            Words(given) ?? throw given.Missing("word_splitter"), annotates: true),
        ["gopher_paper"] = given => FilterProfiles.GopherPaper(Words(given), annotates: true),
        ["juicer"] = given => FilterProfiles.Juicer(Terms(given, "stop_words"), Terms(given, "flagged_words"), annotates: true),
        ["madlad"] = given => Terms(given, "cursed") is { } cursed ? [new MadladFilter { Cursed = cursed, Annotates = true }]
            : [new MadladFilter { ChecksCursed = false, Annotates = true }],
        ["nemo"] = _ => FilterProfiles.Nemo(annotates: true),
        ["redpajama"] = given => FilterProfiles.RedPajamaSignals(Terms(given, "stop_words"), Terms(given, "bad_words")),
        ["refinedweb"] = _ => FilterProfiles.RefinedWeb(annotates: true),
    };

    public static IReadOnlyDictionary<string, Action<CaseFields, CaseWork, CaseChecks>> Kinds { get; } =
        new Dictionary<string, Action<CaseFields, CaseWork, CaseChecks>>(StringComparer.Ordinal)
        {
            ["profile"] = JudgeProfile,
            ["filter"] = JudgeFilter,
            ["personal_data"] = JudgePersonalData,
            ["decontamination"] = JudgeDecontamination,
        };

    private static void JudgeProfile(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = test.Object("parameters");
        Func<CaseFields, Stage[]> create = given.Named("profile", Profiles) ?? throw given.Missing("profile");
        Judge(test, work, checks, create(given));
    }

    private static void JudgeFilter(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = test.Object("parameters");
        Judge(test, work, checks, [StageOptions.Create(given, given.Text("filter"), given.OptionalObject("options"))]);
    }

    private static void JudgePersonalData(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields? given = test.OptionalObject("parameters");
        var defaults = new PersonalDataRemover();
        var remover = new PersonalDataRemover
        {
            Kinds = given?.Flags("kinds", defaults.Kinds) ?? defaults.Kinds,
            Action = given?.Choice("action", defaults.Action) ?? defaults.Action,
            PublicAddressesOnly = given?.Flag("public_addresses_only", defaults.PublicAddressesOnly) ?? defaults.PublicAddressesOnly,
            DropFrom = given?.OptionalInt("drop_from"),
            Replacements = Replacements(given?.OptionalObject("replacements")),
        };
        Judge(test, work, checks, [remover], (name, expected, text) =>
        {
            if (expected.Find("spans") is not { } spans) return;
            string[] found = [.. remover.Find(text).Select(span => FormattableString.Invariant(
                $"[{CaseCorpus.ToCodePoints(text, span.Start)}, {CaseCorpus.ToCodePoints(text, span.End)}, {CaseFields.Snake(span.Kind.ToString())}]"))];
            checks.Equal($"{name} spans", string.Join(' ', Spans(expected, spans)), string.Join(' ', found));
        });
    }

    private static void JudgeDecontamination(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields? given = test.OptionalObject("parameters");
        string rule = given?.OptionalText("rule") ?? "datatrove";
        ContaminationIndexFit defaults = rule switch
        {
            "datatrove" => new(),
            "dolma" => ContaminationIndexFit.Dolma,
            "overlap_share" => ContaminationIndexFit.OverlapShare,
            _ => throw given!.Unknown("rule", rule, ["datatrove", "dolma", "overlap_share"]),
        };
        var fit = new ContaminationIndexFit
        {
            Unit = given?.Choice("unit", defaults.Unit) ?? defaults.Unit,
            Words = given?.Int("words", defaults.Words) ?? defaults.Words,
            Simplifies = given?.Flag("simplifies", defaults.Simplifies) ?? defaults.Simplifies,
            WordSplitter = given is null ? defaults.WordSplitter : Words(given) ?? defaults.WordSplitter,
            IncludeQueries = given?.Flag("include_queries", defaults.IncludeQueries) ?? defaults.IncludeQueries,
            IncludeOverlaps = given?.Flag("include_overlaps", defaults.IncludeOverlaps) ?? defaults.IncludeOverlaps,
        };
        CaseCorpus benchmarks = work.Documents(test, "benchmarks") ?? throw test.Missing("benchmarks");
        ContaminationIndex index = work.Fit(benchmarks, fit);
        Judge(test, work, checks, [new ContaminationFilter(index) { MinShare = given?.OptionalNumber("min_share"), Annotates = true }]);
    }

    /// <summary>Compares the decision about each document with the case's.</summary>
    private static void Judge(CaseFields test, CaseWork work, CaseChecks checks, IReadOnlyList<Stage> stages, Action<string, CaseFields, byte[]>? more = null)
    {
        CaseCorpus corpus = work.Documents(test, "documents") ?? throw test.Missing("documents");
        Dictionary<string, Document> documents = work.Read(corpus).ToDictionary(document => document.Id, StringComparer.Ordinal);
        using var chain = new StageChain(stages);
        foreach (CaseFields expected in test.Objects("expected"))
        {
            string id = expected.Text("id");
            if (!documents.Remove(id, out Document? document)) throw expected.Error($"there is no document '{id}', or it occurs twice here");
            (string? reason, Document after) = chain.Apply(document);
            bool isKept = expected.OptionalFlag("kept") ?? throw expected.Missing("kept");
            if (isKept) checks.Equal($"{id} kept", "kept", reason is null ? "kept" : $"dropped: {reason}");
            else checks.Equal($"{id} kept", $"dropped: {expected.Text("reason")}", reason is null ? "kept" : $"dropped: {reason}");
            if (expected.OptionalText("text") is { } text) checks.Equal($"{id} text", text, after.Text);
            if (expected.OptionalObject("values") is { } values) Compare(id, values, after, checks);
            more?.Invoke(id, expected, Encoding.UTF8.GetBytes(document.Text));
        }
        if (documents.Count > 0) throw test.Error($"'expected' has nothing about document '{documents.Keys.Order(StringComparer.Ordinal).First()}'");
    }

    private static void Compare(string id, CaseFields values, Document document, CaseChecks checks)
    {
        foreach (JsonProperty value in values.All())
        {
            string name = $"{id} {value.Name}";
            bool isThere = document.TryGetValue(value.Name, out AnnotationValue actual) && actual.Kind != AnnotationKind.Null;
            switch (value.Value.ValueKind)
            {
                case JsonValueKind.Number when isThere:
                    checks.Near(name, value.Value.GetDouble(), actual.AsNumber());
                    break;
                case JsonValueKind.True or JsonValueKind.False when isThere:
                    checks.Equal(name, value.Value.GetBoolean(), actual.AsBoolean());
                    break;
                case JsonValueKind.Null:
                    checks.Equal(name, null, isThere ? actual.ToString() : null);
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.String:
                    checks.Equal(name, value.Value.ToString(), isThere ? actual.AsString() : null);
                    break;
                default:
                    throw values.Wrong(value.Name, value.Value, "a number, a text, true, false or null");
            }
        }
    }

    private static IEnumerable<string> Spans(CaseFields expected, JsonElement spans)
    {
        if (spans.ValueKind != JsonValueKind.Array) throw expected.Wrong("spans", spans, "a list of [start, end, kind]");
        foreach (JsonElement span in spans.EnumerateArray())
        {
            if (span.ValueKind != JsonValueKind.Array || span.GetArrayLength() != 3 || span[2].ValueKind != JsonValueKind.String)
                throw expected.Wrong("spans", span, "[start, end, kind]");
            yield return $"[{span[0]}, {span[1]}, {span[2].GetString()}]";
        }
    }

    private static PersonalDataReplacements Replacements(CaseFields? given)
    {
        var defaults = new PersonalDataReplacements();
        return given is null ? defaults : new()
        {
            Email = given.Texts("email") ?? defaults.Email,
            IpAddress = given.Texts("ip_address") ?? defaults.IpAddress,
            Phone = given.Texts("phone") ?? defaults.Phone,
            CreditCard = given.Texts("credit_card") ?? defaults.CreditCard,
            Iban = given.Texts("iban") ?? defaults.Iban,
            NationalId = given.Texts("national_id") ?? defaults.NationalId,
        };
    }

    private static WordSplitter? Words(CaseFields given) => given.Named("word_splitter", CaseSplitters.Words);

    private static TermList? Terms(CaseFields given, string name) => given.Texts(name) is { } terms ? TermList.Of(terms) : null;
}
