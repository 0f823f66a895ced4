using System.Diagnostics;
using System.Globalization;

namespace DataCuration;

/// <summary>
/// Names for temporary files and folders: <c>RANK-PROCESS-NUMBER-MACHINE</c>. No two writers that share a folder have the same one, and a later process can
/// tell whether the writer still runs.
/// </summary>
internal static class WriterName
{
    private static readonly string Machine = string.Concat(Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    private static int number;

    /// <summary>Makes a new name.</summary>
    /// <param name="rank">The writer's rank.</param>
    public static string Create(int rank) =>
        string.Create(CultureInfo.InvariantCulture, $"{rank}-{Environment.ProcessId}-{Interlocked.Increment(ref number)}-{Machine}");

    /// <summary>Returns true if the name is one of this machine's, of another process that runs.</summary>
    public static bool IsRunningHere(string name) => TryParse(name, out int process) && process != Environment.ProcessId && IsRunning(process);

    /// <summary>Returns true if the name is one of this machine's, of a process that has ended.</summary>
    public static bool HasEnded(string name) => TryParse(name, out int process) && process != Environment.ProcessId && !IsRunning(process);

    private static bool TryParse(string name, out int process)
    {
        string[] parts = name.Split('-', 4);
        process = 0;
        return parts.Length == 4 && parts[3] == Machine && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out process);
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return true; // it exists and belongs to another user
        }
    }
}
