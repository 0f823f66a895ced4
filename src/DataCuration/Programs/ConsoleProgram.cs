using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>The frame of a command-line program: Ctrl-C, error messages in one line, and exit codes.</summary>
public static class ConsoleProgram
{
    /// <summary>The exit code of a program that Ctrl-C stopped: 130, as shells have it (128 + the number of the signal).</summary>
    public const int StoppedExitCode = 130;

    /// <summary>
    /// Runs a program. Ctrl-C cancels its token: shards that are finished stay finished, and the program ends with a line that says how to continue. A second
    /// Ctrl-C ends the process at once. The termination signal of job schedulers does the same.
    /// </summary>
    /// <param name="program">The program. Pass the token to everything that it runs.</param>
    /// <param name="progress">A display to remove before a line is written; null for none.</param>
    /// <returns>
    /// The exit code: 0; 1 after an error, which is on standard error; <see cref="StoppedExitCode"/> after Ctrl-C; 143 after a termination signal;
    /// <see cref="PhaseIncompleteException.ExitCode"/> if other ranks have not finished their part.
    /// </returns>
    /// <remarks>
    /// Errors that the library explains are caught: <see cref="CurationException"/>, errors of files and directories, and wrong arguments. Any other
    /// exception is not expected, and is thrown with its stack; so are errors of these kinds that .NET itself throws, such as that of an empty sequence.
    /// </remarks>
    public static async Task<int> RunAsync(Func<CancellationToken, Task> program, ConsoleProgress? progress = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var stop = new CancellationTokenSource();
        int signals = 0;
        int code = StoppedExitCode;
        void Stop(PosixSignalContext context)
        {
            // Not cancelled, the second signal does what signals do: it ends the process.
            if (Interlocked.Increment(ref signals) > 1) return;
            context.Cancel = true;
            Volatile.Write(ref code, context.Signal == PosixSignal.SIGTERM ? 143 : StoppedExitCode);
            // Not on the thread of the signal: what the token cancels may take its time, and the second signal must not wait for it.
            _ = stop.CancelAsync();
        }
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await program(stop.Token).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return End("stopped. What is finished is kept: run the same command again to go on from there.", Volatile.Read(ref code));
        }
        catch (PhaseIncompleteException e)
        {
            return End($"error: {e.Message}", PhaseIncompleteException.ExitCode);
        }
        catch (Exception e) when (e is CurationException or IOException or UnauthorizedAccessException or InvalidDataException || IsExplained(e))
        {
            return End($"error: {e.Message}", 1);
        }

        int End(string line, int exitCode)
        {
            progress?.Dispose();
            StandardStreams.Error.WriteLine(line);
            return exitCode;
        }
    }

    /// <summary>Returns true for a wrong argument or operation that a message explains. Where .NET throws them, they are faults of the program.</summary>
    private static bool IsExplained(Exception e) =>
        e is ArgumentException or InvalidOperationException && e.Source?.StartsWith("System.", StringComparison.Ordinal) != true;
}
