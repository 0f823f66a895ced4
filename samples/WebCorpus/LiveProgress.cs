using System.Globalization;
using DataCuration;

namespace WebCorpus;

/// <summary>Shows progress: on a terminal, one line that is overwritten; elsewhere, a line every few seconds.</summary>
internal sealed class LiveProgress : IProgress<RunProgress>
{
    private readonly Lock gate = new();
    private readonly bool overwrites = !Console.IsErrorRedirected;
    private TimeSpan next;
    private bool isShown, isOver;

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        lock (gate)
        {
            if (isOver) return;
            if (value.Elapsed < next && value.ShardsDone < value.ShardsTotal) return;
            next = value.Elapsed + (overwrites ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10));
            string left = value.Remaining is { TotalSeconds: > 2 } remaining ? $", about {remaining:h\\:mm\\:ss} left" : "";
            double seconds = Math.Max(0.001, value.Elapsed.TotalSeconds);
            string line = string.Create(CultureInfo.InvariantCulture,
                $"{value.Fraction:P0}  {value.ShardsDone}/{value.ShardsTotal} shards, {value.Documents:N0} records ({value.Documents / seconds:N0}/s, "
                    + $"{value.BytesRead / seconds / 1e6:F1} MB/s): {value.Kept:N0} kept, {value.Dropped:N0} dropped, {value.Faulted:N0} faulted{left}");
            if (!overwrites)
            {
                Console.Error.WriteLine(line);
                return;
            }
            isShown = true;
            int width = Math.Max(20, Console.WindowWidth - 1);
            Console.Error.Write('\r' + (line.Length > width ? line[..width] : line.PadRight(width)));
        }
    }

    /// <summary>Removes the line from the terminal and stops writing.</summary>
    public void End()
    {
        lock (gate)
        {
            isOver = true;
            if (!isShown) return;
            Console.Error.Write('\r' + new string(' ', Math.Max(20, Console.WindowWidth - 1)) + '\r');
            isShown = false;
        }
    }
}
