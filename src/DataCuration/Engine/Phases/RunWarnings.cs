using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// The channel for the warnings of a run. They go to the logger, or to <see cref="RunOptions.WarningWriter"/> if no logger takes them. Warnings about the data
/// are kept in manifests. Warnings about this run alone, such as a damaged file that was made again, are kept here and added to its reports.
/// </summary>
internal sealed class RunWarnings(ILogger? logger, RunOptions options)
{
    private const int MaxRemembered = 10_000;

    /// <summary>The most kinds of a phase that are shown where there is no logger.</summary>
    private const int MaxShown = 20;

    private readonly Lock gate = new();

    /// <summary>The logger, if it takes warnings. A factory without providers, or a level above warnings, would swallow them.</summary>
    private readonly ILogger? logger = logger?.IsEnabled(LogLevel.Warning) == true ? logger : null;
    private readonly HashSet<(string Phase, string Message)> written = [];
    private readonly Dictionary<string, WarningCounts> events = new(StringComparer.Ordinal);

    /// <summary>Starts to show the warnings of a phase. The fit has shown those that it gave before the phase.</summary>
    public PhaseWarnings BeginPhase(string phase, ImmutableArray<PhaseTask> tasks)
    {
        var made = new PhaseWarnings(message => Write(phase, message), logger is null ? MaxShown : WarningCounts.MaxKinds);
        foreach (PhaseTask task in tasks)
            foreach (string earlier in task.EarlierWarnings) made.MarkShown(earlier);
        return made;
    }

    /// <summary>Writes a warning, unless the same one was written before: a phase that is used again has the same warnings again.</summary>
    public void Write(string phase, string message)
    {
        lock (gate)
        {
            if (written.Contains((phase, message))) return;
            if (written.Count < MaxRemembered) written.Add((phase, message));
        }
        Remind(phase, message);
    }

    /// <summary>Writes a message that is repeated on purpose, such as the reason of a long wait.</summary>
    public void Remind(string phase, string message)
    {
        if (logger is not null) Log.Warn(logger, phase, message);
        else WarningLine.Write(options, $"{phase}: {message}");
    }

    /// <summary>Adds a warning about this run and not about its data. It is not kept in a manifest.</summary>
    /// <param name="phase">The phase's name.</param>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="message">The message.</param>
    /// <param name="isWritten">True if it was shown before.</param>
    public void AddEvent(string phase, string folder, string message, bool isWritten = false)
    {
        lock (gate)
        {
            if (!events.TryGetValue(folder, out WarningCounts? counts)) events.Add(folder, counts = new WarningCounts());
            counts.Add(message, message);
        }
        if (!isWritten) Write(phase, message);
    }

    /// <summary>Adds the warnings about this run to a report that was merged from manifests.</summary>
    public RunReport WithEvents(RunReport report)
    {
        ImmutableArray<RunWarning> own;
        lock (gate)
        {
            if (!events.TryGetValue(report.Folder, out WarningCounts? counts)) return report;
            own = counts.ToWarnings();
        }
        return report with { Warnings = WarningCounts.Merge([report.Warnings, own]) };
    }
}
