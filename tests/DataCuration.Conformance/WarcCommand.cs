using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The verb <c>warc</c>.</summary>
internal static class WarcCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>(
            "folder")
        { Description = "A folder of crawl files with expected.json, which contains warcio's result for each file, by its path." };
        var command = new Command("warc", "Checks the reader of crawl files: every record and response that warcio reads must be there. Prints a line per "
            + "failed file and per recovery, then 'N passed, N failed'.") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!File.Exists(Path.Combine(given.FullName, WarcJudge.ExpectedName)))
            {
                await Console.Error.WriteLineAsync($"There is no {WarcJudge.ExpectedName} in '{given.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            var report = new JudgeReport(Console.Out);
            WarcJudge.Judge(given.FullName, report, cancellationToken);
            report.Finish();
            return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
        });
        return command;
    }
}
