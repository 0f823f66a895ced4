using System.CommandLine;
using System.Text.Json;
using DataCuration.PeerVectors;

namespace DataCuration.Conformance;

/// <summary>The verbs <c>peers</c> and <c>curation</c>: golden values of other libraries' filters, repairs and deduplication.</summary>
internal static class GoldenValuesCommand
{
    public static Command ForPeers() => Create("peers", VectorJudges.Peers,
        "Checks filters, splitters, text repair and deduplication against values made by running the code of datatrove, DCLM, Dolma, RedPajama, NeMo Curator, "
        + "text-dedup, deduplicate-text-datasets, Data-Juicer, ftfy and spaCy.");

    public static Command ForCuration() => Create("curation", VectorJudges.Curation,
        "Checks filters, text repair and deduplication against a second set of values, of datatrove, DCLM, RedPajama, NeMo Curator and ftfy.");

    private static Command Create(string name, IReadOnlyList<VectorJudge> judges, string description)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder of KIND.json or KIND.json.gz; missing files are not checked." };
        var kinds = new Option<string[]>("--kind")
        {
            Description = "Checks these kinds of files only. Default: all that are there.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(name, description
            + " Prints a line for each kind of file, the first failures of each, then 'N passed, N failed'; exits with 0 "
            + "only if none failed.") { folder, kinds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!given.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder '{given.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            return Judge(given.FullName, judges, parsed.GetValue(kinds) ?? [], Console.Out, cancellationToken);
        });
        return command;
    }

    /// <summary>Checks the files of a folder.</summary>
    /// <returns>The exit code.</returns>
    public static int Judge(string path, IReadOnlyList<VectorJudge> judges, IReadOnlyList<string> kinds, TextWriter output, CancellationToken cancellationToken)
    {
        using var folder = new VectorFolder(path);
        int passed = 0, failed = 0;
        foreach (string kind in folder.Kinds)
        {
            if (kinds.Count > 0 && !kinds.Contains(kind, StringComparer.Ordinal)) continue;
            cancellationToken.ThrowIfCancellationRequested();
            VectorJudge[] found = [.. judges.Where(judge => judge.Kind == kind)];
            if (found.Length == 0)
            {
                // The texts that other files refer to are not a kind of their own.
                if (kind != "documents") output.WriteLine($"{kind}: not judged, no method here has such values");
                continue;
            }
            var tally = new VectorTally();
            foreach (VectorJudge judge in found) Run(judge, folder, tally, cancellationToken);
            foreach (string failure in tally.Failures) output.WriteLine($"FAILED {kind} {failure}");
            string deviations = string.Join("; ", tally.Deviations.Select(deviation => $"{deviation.Value} {deviation.Key}"));
            output.WriteLine($"{kind}: {tally.Passed} passed, {tally.Failed} failed{(deviations.Length > 0 ? $"; apart: {deviations}" : "")}");
            passed += tally.Passed;
            failed += tally.Failed;
        }
        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static void Run(VectorJudge judge, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        try
        {
            judge.Judge(folder.Open(judge.Kind), folder, tally, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or IOException or ArgumentException)
        {
            tally.Fail("exception", $"{e.GetType().Name}: {e.Message}");
        }
    }
}
