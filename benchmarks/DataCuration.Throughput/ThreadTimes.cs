using System.Globalization;

namespace DataCuration.Throughput;

/// <summary>
/// The processor time of each thread, and the time that it was runnable without a processor.
/// On Linux they come from <c>/proc/self/task/*/schedstat</c>; on other systems there are no values.
/// </summary>
internal static class ThreadTimes
{
    /// <summary>Returns the seconds that each thread of the process has run, and has waited for a processor.</summary>
    public static Dictionary<string, (double Run, double Queued)> Read()
    {
        var times = new Dictionary<string, (double Run, double Queued)>(StringComparer.Ordinal);
        const string Tasks = "/proc/self/task";
        if (!Directory.Exists(Tasks)) return times;
        foreach (string folder in Directory.EnumerateDirectories(Tasks))
        {
            try
            {
                string[] nanoseconds = File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ');
                times[Path.GetFileName(folder)] = (long.Parse(nanoseconds[0], CultureInfo.InvariantCulture) / 1e9,
                    long.Parse(nanoseconds[1], CultureInfo.InvariantCulture) / 1e9);
            }
            catch (IOException)
            {
                // The thread has ended since it was listed.
            }
        }
        return times;
    }

    /// <summary>Returns the times since <paramref name="start"/> of the thread that has run longest.</summary>
    public static (double Run, double Queued) BusiestSince(Dictionary<string, (double Run, double Queued)> start) =>
        Read().Select(thread => (thread.Value.Run - start.GetValueOrDefault(thread.Key).Run, thread.Value.Queued - start.GetValueOrDefault(thread.Key).Queued))
            .DefaultIfEmpty().Max();
}
