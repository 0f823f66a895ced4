using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The verb <c>cases</c>.</summary>
internal static class CasesCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "A folder of pages NAME.html or NAME.html.gz with expected.json: for each NAME the texts in 'must' and 'must_not', and the "
                + "kind in 'why'. "
                + "'a|b' is either form."
        };
        var command = new Command("cases", "Checks the text that is extracted from small pages. Prints a line for each failed page with its kind and "
            + "what is missing, "
            + "then 'N passed, N failed'; exits with 0 only if none failed.") { folder };
        command.SetAction(parsed =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!File.Exists(Path.Combine(given.FullName, PageCaseJudge.FileName)))
            {
                Console.Error.WriteLine($"There is no file '{Path.Combine(given.FullName, PageCaseJudge.FileName)}'.");
                return 2;
            }
            var report = new JudgeReport(Console.Out);
            try
            {
                PageCaseJudge.Judge(given.FullName, report);
            }
            catch (InvalidDataException e)
            {
                Console.Error.WriteLine(e.Message);
                return 2;
            }
            report.Finish();
            return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
        });
        return command;
    }
}
