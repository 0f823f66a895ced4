namespace DataCuration;

/// <summary>Shows the warnings of a phase: the first of each kind at once, and the counts at the end.</summary>
/// <param name="write">Writes a message.</param>
/// <param name="maxShown">The most kinds that are written.</param>
internal sealed class PhaseWarnings(Action<string> write, int maxShown)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> shown = new(StringComparer.Ordinal);
    private bool isHiding;

    /// <summary>Returns the warnings of a new attempt at a task.</summary>
    public TaskWarnings BeginTask() => new(this);

    /// <summary>Treats a kind as shown: the fit has shown it before the phase.</summary>
    public void MarkShown(string kind)
    {
        lock (gate) shown.Add(kind);
    }

    /// <summary>Shows a warning if it is the first of its kind.</summary>
    public void Show(string kind, string message)
    {
        lock (gate) if (IsNew(kind)) write(message);
    }

    /// <summary>Shows the counts, and what earlier runs found in the shards that they finished.</summary>
    public void Complete(IEnumerable<RunWarning> warnings)
    {
        lock (gate)
        {
            foreach (RunWarning warning in warnings)
            {
                bool wasShown = shown.Contains(warning.Kind);
                if (!wasShown && !IsNew(warning.Kind)) continue;
                if (!wasShown) write(warning.ToString());
                else if (warning.Count > 1) write(FormattableString.Invariant($"{warning.Count} x in all: {warning.Kind}"));
            }
            if (isHiding) write("there are warnings of further kinds: see RunReport.Warnings");
        }
    }

    private bool IsNew(string kind)
    {
        if (shown.Contains(kind)) return false;
        if (shown.Count < maxShown) return shown.Add(kind);
        isHiding = true;
        return false;
    }
}
