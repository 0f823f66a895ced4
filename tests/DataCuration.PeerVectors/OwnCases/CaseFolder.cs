using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>Judges cases that users write: JSON files, each with a kind and a list of cases (docs/conformance-cases.md).</summary>
public static class CaseFolder
{
    /// <summary>Judges cases of filters, personal data and decontamination.</summary>
    /// <param name="folder">The folder; files <c>*.json</c> below it are read in ordinal order.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static IEnumerable<CaseOutcome> JudgeFilters(string folder, CancellationToken cancellationToken) =>
        Judge(folder, FilterCases.Kinds, cancellationToken);

    /// <summary>Judges cases of deduplication.</summary>
    /// <param name="folder">The folder; files <c>*.json</c> below it are read in ordinal order.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static IEnumerable<CaseOutcome> JudgeDeduplication(string folder, CancellationToken cancellationToken) =>
        Judge(folder, DedupCases.Kinds, cancellationToken);

    private static IEnumerable<CaseOutcome> Judge(string folder, IReadOnlyDictionary<string, Action<CaseFields, CaseWork, CaseChecks>> kinds,
        CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string file = Path.GetRelativePath(folder, path);
            foreach (CaseOutcome outcome in JudgeFile(File.ReadAllBytes(path), file, kinds, cancellationToken)) yield return outcome;
        }
    }

    private static IEnumerable<CaseOutcome> JudgeFile(byte[] content, string file,
        IReadOnlyDictionary<string, Action<CaseFields, CaseWork, CaseChecks>> kinds, CancellationToken cancellationToken)
    {
        JsonDocument? json = null;
        Action<CaseFields, CaseWork, CaseChecks>? judge = null;
        IReadOnlyList<CaseFields> cases = [];
        string? refused = null;
        try
        {
            json = JsonDocument.Parse(content);
            var root = new CaseFields(json.RootElement, file);
            string kind = root.Text("kind");
            judge = kinds.TryGetValue(kind, out Action<CaseFields, CaseWork, CaseChecks>? known) ? known : throw root.Unknown("kind", kind, kinds.Keys);
            root.OptionalText("note");
            cases = root.Objects("cases");
            if (cases.Count == 0) throw root.Missing("cases");
            // The fields of the cases are read below: only those of the file itself are checked here.
            foreach (JsonProperty field in json.RootElement.EnumerateObject())
                if (field.Name is not ("kind" or "note" or "cases")) throw root.Error($"unknown field '{field.Name}'");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            refused = e is JsonException ? $"{file}: {e.Message}" : e.Message;
        }
        using (json)
        {
            if (refused is not null) yield return new(file, "", refused);
            else
            {
                var ids = new HashSet<string>(StringComparer.Ordinal);
                foreach (CaseFields test in cases)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return JudgeCase(test, file, ids, judge!);
                }
            }
        }
    }

    private static CaseOutcome JudgeCase(CaseFields test, string file, HashSet<string> ids, Action<CaseFields, CaseWork, CaseChecks> judge)
    {
        string id = "?";
        var checks = new CaseChecks();
        try
        {
            id = test.Text("id");
            if (!ids.Add(id)) throw test.Error($"the id '{id}' occurs twice");
            test.OptionalText("note");
            using var work = new CaseWork();
            judge(test, work, checks);
            test.RequireAllUsed();
            if (checks.Count == 0) throw test.Error("the case expects nothing");
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or CurationException)
        {
            return new(file, id, e is InvalidDataException ? e.Message : $"{test.Place}: {e.Message}");
        }
        return new(file, id, checks.Failure);
    }
}
