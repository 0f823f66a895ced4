using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DataCuration.IntegrationTests;

/// <summary>The worker program as a separate process.</summary>
public sealed class WorkerProcess : IDisposable
{
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>The lines of its standard output read so far.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The result that it printed at its end; null if it did not get that far.</summary>
    public string? Result => Lines.FirstOrDefault(line => line.StartsWith("done ", StringComparison.Ordinal))?[5..];

    public int ExitCode => process.ExitCode;

    /// <summary>The lines of its standard error, read to the end.</summary>
    public string[] ErrorLines => process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Starts the worker.</summary>
    public static WorkerProcess Start(params IEnumerable<string> arguments) => Start(null, arguments);

    /// <summary>Starts it under a shell that first runs a command, such as a limit.</summary>
    public static WorkerProcess Start(string? shellCommand, IEnumerable<string> arguments, bool fileLocking = true, bool readsErrors = false)
    {
        string host =
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        string program = Path.Combine(AppContext.BaseDirectory, "DataCuration.IntegrationTests.Worker.dll");
        var start = new ProcessStartInfo(shellCommand is null ? host : "bash") { RedirectStandardOutput = true, RedirectStandardError = readsErrors };
        string[] command = shellCommand is null ? ["exec", program] : ["-c", shellCommand + "; exec \"$0\" \"$@\"", host, "exec", program];
        foreach (string argument in command.Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts quicker
        if (!fileLocking) start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1"; // as on a file system that has no locks
        return new(Process.Start(start)!);
    }

    /// <summary>Runs the worker to its end and requires success.</summary>
    public static string Complete(params IEnumerable<string> arguments)
    {
        using WorkerProcess worker = Start(arguments);
        worker.ReadToEnd();
        Assert.True(worker.Result is not null && worker.ExitCode == 0,
            $"The worker ended with {worker.ExitCode}: {string.Join('\n', worker.Lines.TakeLast(3))}");
        return worker.Result!;
    }

    /// <summary>Reads the next line; returns null at the end.</summary>
    public string? ReadLine()
    {
        string? line = process.StandardOutput.ReadLine();
        if (line is not null) Lines.Add(line);
        return line;
    }

    /// <summary>Reads all lines until the process has ended.</summary>
    public void ReadToEnd()
    {
        while (ReadLine() is not null)
        {
        }
        process.WaitForExit();
    }

    /// <summary>Kills the worker with SIGKILL and reads its remaining output.</summary>
    /// <returns>True if it was killed before it finished.</returns>
    public bool Kill()
    {
        process.Kill();
        ReadToEnd();
        return Result is null && ExitCode == 128 + 9;
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="name">The name, such as <c>INT</c>.</param>
    public void Send(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
