using System.Globalization;

namespace DataCuration.Throughput;

/// <summary>Processor time by thread, from Linux' <c>/proc</c>; nothing elsewhere.</summary>
internal static class ThreadTimes
{
    /// <summary>The seconds that each thread of the process has run.</summary>
    public static Dictionary<string, double> Read()
    {
        var times = new Dictionary<string, double>(StringComparer.Ordinal);
        const string Tasks = "/proc/self/task";
        if (!Directory.Exists(Tasks)) return times;
        foreach (string folder in Directory.EnumerateDirectories(Tasks))
        {
            try
            {
                string text = File.ReadAllText(Path.Combine(folder, "schedstat"));
                times[Path.GetFileName(folder)] = long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / 1e9;
            }
            catch (IOException)
            {
                // The thread has ended since it was listed.
            }
        }
        return times;
    }

    /// <summary>The processor time of the thread that has run longest since.</summary>
    public static double BusiestSince(Dictionary<string, double> start)
    {
        Dictionary<string, double> now = Read();
        return now.Count == 0 ? 0 : now.Max(thread => thread.Value - start.GetValueOrDefault(thread.Key));
    }
}
