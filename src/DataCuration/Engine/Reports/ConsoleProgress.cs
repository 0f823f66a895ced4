using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// Shows the progress of runs on standard error. Where that is a terminal, one line is overwritten a few times a second. Elsewhere, such as in a log, a line
/// is written every ten seconds. Pass it as <see cref="RunOptions.Progress"/>. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Other work can be shown beside the phases of a run: see <see cref="For{T}"/>. Text for standard output goes through <see cref="WriteLine"/>, so that it
/// does not end up in the middle of the line. <see cref="Dispose"/> removes the line.
/// </remarks>
public sealed class ConsoleProgress : IProgress<RunProgress>, IDisposable
{
    /// <summary>A phase that has not reported for this time is no longer shown when another one is: it failed, or it waits.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Activity> activities = new(StringComparer.Ordinal);
    private readonly TextWriter writer, output;
    private readonly Func<int>? columns;
    private readonly TimeProvider time;
    private readonly long start;
    private TimeSpan next;
    private int drawn;
    private bool isOver;

    /// <summary>Creates a display.</summary>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    public ConsoleProgress(TimeProvider? timeProvider = null)
        : this(StandardStreams.Error, StandardStreams.Output, StandardStreams.IsErrorTerminal ? () => StandardStreams.Columns : null, timeProvider)
    {
    }

    /// <param name="writer">Receives the progress.</param>
    /// <param name="output">Receives the text of <see cref="WriteLine"/>.</param>
    /// <param name="columns">Returns the width of the terminal; null if there is no terminal.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    internal ConsoleProgress(TextWriter writer, TextWriter output, Func<int>? columns, TimeProvider? timeProvider)
    {
        this.writer = writer;
        this.output = output;
        this.columns = columns;
        time = timeProvider ?? TimeProvider.System;
        start = time.GetTimestamp();
    }

    /// <summary>The time between two lines where there is no terminal. The first line comes after this time.</summary>
    /// <value>More than zero; default 10 seconds (our choice: six lines a minute in a log).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan LineInterval
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The interval must be more than zero.");
    } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (gate)
        {
            TimeSpan now = time.GetElapsedTime(start);
            foreach (string phase in activities.Where(other => other.Value.IsPhase && now - other.Value.Reported > Stale).Select(other => other.Key).ToList())
                activities.Remove(phase);
            Update(value.Phase, Format(value), isPhase: true, now);
            if (value.ShardsDone >= value.ShardsTotal && value.Waiting is null) activities.Remove(value.Phase);
        }
    }

    /// <summary>Creates a receiver for the progress of other work, such as a training, that is shown beside the phases of a run.</summary>
    /// <typeparam name="T">The type of the reports.</typeparam>
    /// <param name="name">The name of the work. It is shown in front of the text.</param>
    /// <param name="format">Returns the text for a report; null if the work has ended and is not shown any more.</param>
    /// <returns>The receiver. It may be used from several threads.</returns>
    public IProgress<T> For<T>(string name, Func<T, string?> format)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(format);
        return new Receiver<T>(this, name, format);
    }

    /// <summary>Stops showing work: it has ended, or failed.</summary>
    /// <param name="name">The name that the work, or the phase, is shown under.</param>
    public void End(string name)
    {
        lock (gate) activities.Remove(name);
    }

    /// <summary>Writes a line to standard output. A progress line is moved out of its way.</summary>
    /// <param name="text">The text; it may have several lines.</param>
    public void WriteLine(string text) => WriteAround(() => output.WriteLine(text));

    /// <summary>Removes the progress line. Later reports are ignored; <see cref="WriteLine"/> still writes.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isOver) return;
            Clear();
            isOver = true;
        }
    }

    /// <summary>Writes something else to the terminal, between removing the line and writing it again.</summary>
    internal void WriteAround(Action write)
    {
        lock (gate)
        {
            bool wasDrawn = drawn > 0;
            Clear();
            write();
            if (wasDrawn) Draw(time.GetElapsedTime(start));
        }
    }

    private static string Format(RunProgress value)
    {
        if (value.Waiting is { } reason) return reason;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{value.Fraction:P0}, {value.ShardsDone}/{value.ShardsTotal} shards, {value.Documents:N0} documents");
        if (value.Elapsed.TotalSeconds >= 1) text.Append(CultureInfo.InvariantCulture, $" ({value.Documents / value.Elapsed.TotalSeconds:N0}/s)");
        if (value.Dropped > 0) text.Append(CultureInfo.InvariantCulture, $", {value.Dropped:N0} dropped");
        if (value.Faulted > 0) text.Append(CultureInfo.InvariantCulture, $", {value.Faulted:N0} faulted");
        if (value.Remaining is { TotalSeconds: > 2 } left) text.Append(", about ").Append(Duration(left)).Append(" left");
        return text.ToString();
    }

    private static string Duration(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}:{span.Minutes:D2}:{span.Seconds:D2}");

    /// <summary>Cuts a text to a number of columns. What may be wide counts as two columns, and what moves the cursor becomes a space.</summary>
    private static string Fit(string text, int width)
    {
        const int FirstWide = 0x1100; // Hangul, the first of the scripts with wide characters
        var line = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            width -= rune.Value >= FirstWide ? 2 : 1;
            if (width < 0) break;
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return line.ToString();
    }

    private void Show(string name, string? text)
    {
        lock (gate)
        {
            if (text is null) activities.Remove(name);
            else Update(name, text, isPhase: false, time.GetElapsedTime(start));
        }
    }

    private void Update(string name, string text, bool isPhase, TimeSpan now)
    {
        activities[name] = new(text, isPhase, now);
        if (isOver || now < (columns is null && next == TimeSpan.Zero ? LineInterval : next)) return;
        next = now + (columns is null ? LineInterval : LiveInterval);
        Draw(now);
    }

    private void Draw(TimeSpan now)
    {
        string line = $"{Duration(now)}  {string.Join("; ", activities.Select(activity => $"{activity.Key}: {activity.Value.Text}"))}";
        if (columns is null)
        {
            Write(writer => writer.WriteLine(line));
            return;
        }
        // In the last column, terminals start a new line.
        string fitting = Fit(line, Math.Max(1, columns() - 1));
        int left = drawn;
        drawn = fitting.EnumerateRunes().Sum(rune => rune.Value >= 0x1100 ? 2 : 1);
        Write(writer => writer.Write('\r' + fitting + new string(' ', Math.Max(0, left - drawn))));
    }

    private void Clear()
    {
        if (drawn == 0) return;
        Write(writer => writer.Write('\r' + new string(' ', Math.Min(drawn, Math.Max(1, columns!() - 1))) + '\r'));
        drawn = 0;
    }

    private void Write(Action<TextWriter> write)
    {
        try
        {
            write(writer);
            writer.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            isOver = true; // it has no reader any more: no reason to end a run
        }
    }

    private readonly record struct Activity(string Text, bool IsPhase, TimeSpan Reported);

    private sealed class Receiver<T>(ConsoleProgress owner, string name, Func<T, string?> format) : IProgress<T>
    {
        public void Report(T value) => owner.Show(name, format(value));
    }
}
