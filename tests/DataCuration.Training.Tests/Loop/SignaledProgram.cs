using System.Diagnostics;

namespace DataCuration.Training.Tests;

/// <summary>The program of experiments in a process of its own, which a signal ends.</summary>
internal static class SignaledProgram
{
    /// <summary>Runs a command until it has printed a line, and sends it a signal then.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="line">The start of the line.</param>
    /// <param name="signal">The signal, as an option of <c>kill</c>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The exit code, and the text of standard error.</returns>
    public static async Task<(int ExitCode, string Errors)> RunUntil(IEnumerable<string> arguments, string line, string signal,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DataCuration.Experiments.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        // A shell that waits for a line sends the signal at once; to start a program takes longer than many steps.
        var sender = new ProcessStartInfo("sh", ["-c", $"read line && kill {signal} {process.Id}"]) { RedirectStandardInput = true };
        using Process kill = Process.Start(sender)!;
        bool isSent = false;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } printed)
        {
            if (isSent || !printed.StartsWith(line, StringComparison.Ordinal)) continue;
            await kill.StandardInput.WriteLineAsync();
            await kill.StandardInput.FlushAsync(cancellationToken);
            isSent = true;
        }
        await process.WaitForExitAsync(cancellationToken);
        kill.StandardInput.Close();
        Assert.True(isSent, $"'{line}' was not printed: {await errors}");
        return (process.ExitCode, await errors);
    }
}
