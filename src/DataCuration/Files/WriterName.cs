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

    /// <summary>Returns true if a name's process may still run: it runs on this machine, or it is one of another machine.</summary>
    public static bool MayRun(string name)
    {
        string[] parts = name.Split('-', 4);
        if (parts.Length < 4 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process)) return false;
        return parts[3] != Machine || (process != Environment.ProcessId && IsRunning(process));
    }

    /// <summary>Returns true if a name is one of this machine's, of another process that runs.</summary>
    public static bool RunsHere(string name) => MayRun(name) && name.Split('-', 4)[3] == Machine;

    /// <summary>Returns true if a name is one of this machine's, of another process that has ended.</summary>
    public static bool HasEnded(string name)
    {
        string[] parts = name.Split('-', 4);
        return parts.Length == 4 && parts[3] == Machine && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && process != Environment.ProcessId && !IsRunning(process);
    }

    /// <summary>Returns true if a name is one of a rank.</summary>
    public static bool IsOf(int rank, string name) => name.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{rank}-"), StringComparison.Ordinal);

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
