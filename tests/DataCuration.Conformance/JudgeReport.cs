namespace DataCuration.Conformance;

/// <summary>Counts cases and prints the failed ones.</summary>
/// <param name="output">Receives the lines.</param>
public sealed class JudgeReport(TextWriter output)
{
    /// <summary>The number of cases that passed.</summary>
    public int Passed { get; private set; }

    /// <summary>The number of cases that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Runs one case. It fails if a check fails or throws.</summary>
    /// <param name="file">The vectors' file.</param>
    /// <param name="name">The case in the file.</param>
    /// <param name="judge">Runs the checks.</param>
    public void Case(string file, string name, Action<CaseJudge> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        // The delegate does not wait, so its task is complete.
        CaseAsync(file, name, checks =>
        {
            judge(checks);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    /// <summary>Runs one case. It fails if a check fails or throws.</summary>
    /// <param name="file">The vectors' file.</param>
    /// <param name="name">The case in the file.</param>
    /// <param name="judge">Runs the checks.</param>
    public async Task CaseAsync(string file, string name, Func<CaseJudge, Task> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        var checks = new CaseJudge();
        try
        {
            await judge(checks).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            checks.Fail("exception", "none", $"{e.GetType().Name}: {e.Message}");
        }
        if (checks.FirstFailure is null)
        {
            Passed++;
            return;
        }
        Failed++;
        string more = checks.Failures > 1 ? $" (and {checks.Failures - 1} more in this case)" : "";
        output.WriteLine($"FAILED {file} [{name}] {checks.FirstFailure}{more}");
    }

    /// <summary>Prints a note.</summary>
    /// <param name="text">The note, one line.</param>
    public void Note(string text) => output.WriteLine(text);

    /// <summary>Prints the last line.</summary>
    public void Finish() => output.WriteLine($"{Passed} passed, {Failed} failed");
}
