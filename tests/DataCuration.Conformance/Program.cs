using System.CommandLine;
using DataCuration.Conformance;

var folder = new Argument<DirectoryInfo>("folder")
{
    Description = "A folder of vectors: tokens.json, fuzz_tokens.json, hash.json, fit.json, gumbel.json, unicode_py311.json, error_cases.json, "
        + "e2e_*/expected.json; missing files are not checked."
};
var dsir = new Command("dsir", "Checks DSIR against vectors of the reference (p-lambda/dsir). Prints a line per failed case, then 'N passed, N failed'; exits "
    + "with 0 only if none failed.") { folder };
dsir.SetAction(async (parsed, cancellationToken) =>
{
    DirectoryInfo given = parsed.GetValue(folder)!;
    if (!given.Exists)
    {
        await Console.Error.WriteLineAsync($"There is no folder '{given.FullName}'.").ConfigureAwait(false);
        return 2;
    }
    var report = new JudgeReport(Console.Out);
    await DsirJudge.JudgeAsync(given.FullName, report, cancellationToken).ConfigureAwait(false);
    report.Finish();
    return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
});
var root = new RootCommand("Checks DataCuration against vectors of the systems that it reproduces, and its readers with damaged input.")
{
    dsir,
    ExtractCommand.Make(),
    HeadingsCommand.Create(),
    CasesCommand.Create(),
    FuzzHtmlCommand.Make(FuzzHtmlCommand.Extract),
    WarcCommand.Create(),
    PdfCommand.Create(),
    FuzzPdfCommand.Create(),
    FuzzModelsCommand.Create(),
    FastTextPredictCommand.Create(),
    FastTextTrainCommand.Create(),
    FastTextQuantizeCommand.Create(),
    DataManCommand.Create(),
    ProXCommand.Create(),
    FuzzProXCommand.Create(),
    GoldenValuesCommand.ForPeers(),
    GoldenValuesCommand.ForCuration(),
    OwnCasesCommand.ForFilters(),
    OwnCasesCommand.ForDeduplication(),
    ServeCommand.ForProX(),
    ServeCommand.ForEntiGraph(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
