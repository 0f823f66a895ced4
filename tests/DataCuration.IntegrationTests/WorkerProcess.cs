using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DataCuration.IntegrationTests;

/// <summary>The worker program as a process of its own.</summary>
public sealed class WorkerProcess : IDisposable
{
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>The lines of its standard output that were read.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What it said when it was through; null if it did not come that far.</summary>
    public string? Result => Lines.FirstOrDefault(line => line.StartsWith("done ", StringComparison.Ordinal))?[5..];

    public int ExitCode => process.ExitCode;

    /// <summary>Starts it.</summary>
    public static WorkerProcess Start(params IEnumerable<string> arguments) => Start(null, arguments);

    /// <summary>Starts it under a shell that first runs a command, such as a limit.</summary>
    public static WorkerProcess Start(string? shellCommand, IEnumerable<string> arguments, bool fileLocking = true)
    {
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        string program = Path.Combine(AppContext.BaseDirectory, "DataCuration.IntegrationTests.Worker.dll");
        var start = new ProcessStartInfo(shellCommand is null ? host : "bash") { RedirectStandardOutput = true };
        string[] command = shellCommand is null ? ["exec", program] : ["-c", shellCommand + "; exec \"$0\" \"$@\"", host, "exec", program];
        foreach (string argument in command.Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts quicker
        if (!fileLocking) start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1"; // as on a file system that has no locks
        return new(Process.Start(start)!);
    }

    /// <summary>Runs it to its end and requires that it comes through.</summary>
    public static string Complete(params IEnumerable<string> arguments)
    {
        using WorkerProcess worker = Start(arguments);
        worker.ReadToEnd();
        Assert.True(worker.Result is not null && worker.ExitCode == 0, $"The worker ended with {worker.ExitCode}: {string.Join('\n', worker.Lines.TakeLast(3))}");
        return worker.Result!;
    }

    /// <summary>Reads its next line; null at its end.</summary>
    public string? ReadLine()
    {
        string? line = process.StandardOutput.ReadLine();
        if (line is not null) Lines.Add(line);
        return line;
    }

    /// <summary>Reads all lines until it has ended.</summary>
    public void ReadToEnd()
    {
        while (ReadLine() is not null)
        {
        }
        process.WaitForExit();
    }

    /// <summary>Kills it with SIGKILL and reads what it had said.</summary>
    /// <returns>Whether it was killed before it had come through.</returns>
    public bool Kill()
    {
        process.Kill();
        ReadToEnd();
        return Result is null && ExitCode == 128 + 9;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
