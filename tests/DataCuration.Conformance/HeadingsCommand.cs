using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The verb <c>headings</c>.</summary>
internal static class HeadingsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var input = new Argument<DirectoryInfo>("folder") { Description = "A folder of pages, such as those of manuals: ID.html or ID.html.gz." };
        var command = new Command("headings", "Checks that a heading of text that is kept is a heading in the Markdown. Another parser (AngleSharp) finds the "
            + "headings. Prints a line for each lost heading, then 'N passed, N failed'; exits with 0 only if none failed.") { input };
        command.SetAction((parsed, cancellationToken) =>
        {
            DirectoryInfo folder = parsed.GetValue(input)!;
            if (!folder.Exists)
            {
                Console.Error.WriteLine($"There is no folder '{folder.FullName}'.");
                return Task.FromResult(2);
            }
            var report = new JudgeReport(Console.Out);
            foreach ((string id, FileInfo file) in ExtractCommand.Find(folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                HeadingJudge.Judge(id, ExtractCommand.Read(file), report);
            }
            report.Finish();
            return Task.FromResult(report.Failed == 0 && report.Passed > 0 ? 0 : 1);
        });
        return command;
    }
}
