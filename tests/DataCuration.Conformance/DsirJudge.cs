namespace DataCuration.Conformance;

/// <summary>Checks a folder of DSIR vectors. The name of a file decides which class checks it.</summary>
public static class DsirJudge
{
    /// <summary>Checks all files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="report">Receives the results.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    public static async Task JudgeAsync(string folder, JudgeReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            if (name == EndToEndJudge.ExpectedName) await EndToEndJudge.JudgeAsync(folder, report, cancellationToken).ConfigureAwait(false);
            else if (!await JudgeFileAsync(path, name, report, cancellationToken).ConfigureAwait(false) && !IsPartOfCase(folder))
                report.Note($"ignored: {name} is of no kind that is known here");
        }
        foreach (string sub in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (IsPartOfCase(sub)) await EndToEndJudge.JudgeAsync(sub, report, cancellationToken).ConfigureAwait(false);
            else report.Note($"ignored: {Path.GetFileName(sub)}/ has no {EndToEndJudge.ExpectedName}");
        }
    }

    private static bool IsPartOfCase(string folder) => File.Exists(Path.Combine(folder, EndToEndJudge.ExpectedName));

    private static async Task<bool> JudgeFileAsync(string path, string name, JudgeReport report, CancellationToken cancellationToken)
    {
        if (!name.EndsWith(".json", StringComparison.Ordinal)) return false;
        string[] kinds = ["fuzz_tokens", "tokens", "hash", "fit", "gumbel", "unicode", "error_cases"];
        switch (Array.Find(kinds, kind => name.StartsWith(kind, StringComparison.Ordinal)))
        {
            case "fuzz_tokens" or "tokens":
                TokenJudge.Judge(path, report);
                return true;
            case "hash":
                HashJudge.Judge(path, report);
                return true;
            case "fit":
                await FitJudge.JudgeAsync(path, report, cancellationToken).ConfigureAwait(false);
                return true;
            case "gumbel":
                GumbelJudge.Judge(path, report);
                return true;
            case "unicode":
                UnicodeJudge.Judge(path, report);
                return true;
            case "error_cases":
                await ErrorCaseJudge.JudgeAsync(path, report, cancellationToken).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }
}
