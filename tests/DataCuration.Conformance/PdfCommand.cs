using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The verb <c>pdf</c>.</summary>
public static class PdfCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description =
                "A folder of PDFs with tests.jsonl in the form of olmOCR-bench (present, absent and order tests; tables and mathematics are not checked)."
        };
        var show = new Option<string?>("--show") { Description = "Prints the extracted text of this file of the folder, and checks nothing." };
        var command = new Command("pdf", "Compares PDF extraction with pdftotext. Prints a line per failed case, then 'N passed, N failed'.") { folder, show };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!given.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder '{given.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            if (parsed.GetValue(show) is { } file)
            {
                Console.Out.WriteLine(PdfJudge.Extract(Path.Combine(given.FullName, file)));
                return 0;
            }
            var report = new JudgeReport(Console.Out);
            await PdfJudge.JudgeAsync(given.FullName, report, cancellationToken).ConfigureAwait(false);
            report.Finish();
            return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
        });
        return command;
    }
}
