using System.Diagnostics;
using System.Globalization;
using DataCuration;
using DataCuration.FastText;

namespace RateAndTag;

/// <summary>Shows progress on standard error: on a terminal, one line that is overwritten; elsewhere, a line every few seconds.</summary>
internal sealed class LiveProgress : IProgress<RunProgress>, IProgress<FastTextTrainingProgress>
{
    private readonly Lock gate = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly bool overwrites = !Console.IsErrorRedirected;
    private TimeSpan next;

    /// <summary>Prints a finished step.</summary>
    public void Say(string text)
    {
        lock (gate)
        {
            if (overwrites) Console.Error.Write('\r' + new string(' ', Math.Max(20, Console.WindowWidth - 1)) + '\r');
            Console.WriteLine(text);
        }
    }

    /// <inheritdoc/>
    public void Report(RunProgress value) =>
        Show(string.Create(CultureInfo.InvariantCulture, $"{value.Phase}: {value.ShardsDone}/{value.ShardsTotal} shards, {value.Documents:N0} documents"));

    /// <inheritdoc/>
    public void Report(FastTextTrainingProgress value) =>
        Show(string.Create(CultureInfo.InvariantCulture, $"training: {value.Fraction:P0}, {value.Tokens:N0} words, loss {value.Loss:F3}"));

    private void Show(string text)
    {
        lock (gate)
        {
            if (clock.Elapsed < next) return;
            next = clock.Elapsed + (overwrites ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5));
            if (!overwrites)
            {
                Console.Error.WriteLine(text);
                return;
            }
            int width = Math.Max(20, Console.WindowWidth - 1);
            Console.Error.Write('\r' + (text.Length > width ? text[..width] : text.PadRight(width)));
        }
    }
}
