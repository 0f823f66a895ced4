using System.CommandLine;
using DataCuration.PeerVectors;

namespace DataCuration.Conformance;

/// <summary>The verbs <c>filters</c> and <c>dedup</c>: cases that a user writes.</summary>
internal static class OwnCasesCommand
{
    public static Command ForFilters() => Create("filters", CaseFolder.JudgeFilters, "Checks filter profiles, filters, personal data and decontamination");

    public static Command ForDeduplication() => Create("dedup", CaseFolder.JudgeDeduplication,
        "Checks exact, MinHash, SimHash, substring, sentence, line, Bloom and semantic deduplication");

    private static Command Create(string name, Func<string, CancellationToken, IEnumerable<CaseOutcome>> judge, string description)
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "A folder of *.json files, each {\"kind\":…,\"cases\":[…]}; docs/conformance-cases.md has the format.",
        };
        var command = new Command(name, description + " with cases of a user's own. Prints a line for each failed case, then 'N passed, N failed'; exits with 0 "
            + "only if none failed.") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!given.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder '{given.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            int passed = 0, failed = 0;
            foreach (CaseOutcome outcome in judge(given.FullName, cancellationToken))
            {
                if (outcome.Failure is null) passed++;
                else
                {
                    failed++;
                    await Console.Out.WriteLineAsync($"FAILED {outcome.File} [{outcome.Id}] {outcome.Failure.ReplaceLineEndings("\\n")}").ConfigureAwait(false);
                }
            }
            await Console.Out.WriteLineAsync($"{passed} passed, {failed} failed").ConfigureAwait(false);
            return failed == 0 && passed > 0 ? 0 : 1;
        });
        return command;
    }
}
