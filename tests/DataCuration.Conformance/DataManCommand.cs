using System.CommandLine;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>The verb <c>dataman</c>.</summary>
internal static class DataManCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "A folder of *.json files, each {\"cases\":[…]}: answers, teachers' answers, rounding, the middle cut, selections; "
                + "docs/dataman.md has the format."
        };
        var command = new Command("dataman",
            "Checks DataMan's answers and selections. Prints a line per failed case, then 'N passed, N failed'; exits with 0 only if none failed.") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!given.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder '{given.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            var report = new JudgeReport(Console.Out);
            Judge(given.FullName, report, cancellationToken);
            report.Finish();
            return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>Checks all cases below a folder. A case of an unknown kind fails, so no case is skipped.</summary>
    public static void Judge(string folder, JudgeReport report, CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string file = Path.GetRelativePath(folder, path);
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonElement test in json.RootElement.GetProperty("cases").EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                string id = test.TryGetProperty("id", out JsonElement name) ? name.ToString() : "?";
                report.Case(file, id, checks =>
                {
                    bool isSelection = test.GetProperty("kind").GetString() == "selection";
                    (bool ok, string message) = isSelection ? DataManSelectionJudge.Judge(test) : DataManAnswerJudge.Judge(test);
                    if (!ok) checks.Fail(test.GetProperty("kind").GetString()!, "the case's expectation", message);
                });
            }
        }
    }
}
