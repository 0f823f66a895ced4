using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DataCuration;
using DataCuration.Training;

namespace QuickStart;

/// <summary>Shows progress: on a terminal, one line that is overwritten; elsewhere, a line every few seconds.</summary>
internal sealed class LiveProgress : IProgress<RunProgress>, IDisposable
{
    private readonly ConcurrentDictionary<string, string> trainings = new(StringComparer.Ordinal);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly bool overwrites = !Console.IsOutputRedirected;
    private TimeSpan next;

    /// <summary>Prints a finished step on its own line.</summary>
    public void Say(string text)
    {
        lock (gate)
        {
            Clear();
            Console.WriteLine(text);
        }
    }

    /// <summary>Prints a training's result.</summary>
    public void Trained(string name, TrainingReport report)
    {
        trainings.TryRemove(name, out _);
        Say(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed:h\\:mm\\:ss}  {name}: {report.FinalEvaluation!.BitsPerByte:F3} bits/byte on held-out "
            + $"text, trained on {report.TokensSeen:N0} tokens in {report.Seconds:F0} s"));
    }

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        string remaining = value.Remaining is { TotalSeconds: > 2 } left ? $", about {left:m\\:ss} left" : "";
        Show(string.Create(CultureInfo.InvariantCulture,
            $"{value.Phase}: {value.ShardsDone}/{value.ShardsTotal} shards, {value.Documents:N0} documents{remaining}"), false);
    }

    /// <summary>Creates a receiver for one training's progress.</summary>
    public IProgress<TrainingProgress> ForTraining(string name) => new Training(this, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) Clear();
    }

    private void Show(string text, bool always)
    {
        lock (gate)
        {
            if (clock.Elapsed < next && !always) return;
            next = clock.Elapsed + (overwrites ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(10));
            string line = $"{clock.Elapsed:h\\:mm\\:ss}  {text}";
            if (!overwrites)
            {
                Console.WriteLine(line);
                return;
            }
            int width = Math.Max(20, Console.WindowWidth - 1);
            Console.Write('\r' + (line.Length > width ? line[..width] : line.PadRight(width)));
        }
    }

    private void Clear()
    {
        if (overwrites) Console.Write('\r' + new string(' ', Math.Max(20, Console.WindowWidth - 1)) + '\r');
    }

    private sealed class Training(LiveProgress owner, string name) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            owner.trainings[name] = string.Create(CultureInfo.InvariantCulture,
                $"{name} {value.Step}/{value.TotalSteps} loss {value.Loss:F3} ({value.TokensPerSecond:N0} tokens/s)");
            if (value.Step >= value.TotalSteps) owner.trainings[name] = $"{name} is evaluated";
            owner.Show("training " + string.Join("; ", owner.trainings.Values.Order(StringComparer.Ordinal)), false);
        }
    }
}
