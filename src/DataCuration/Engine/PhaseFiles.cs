namespace DataCuration;

/// <summary>The files that a complete phase of a fit has left, by task.</summary>
public sealed class PhaseFiles
{
    private readonly RunReport report;

    internal PhaseFiles(RunReport report) => this.report = report;

    /// <summary>The phase's folder.</summary>
    public string Folder => report.Folder;

    /// <summary>How many tasks the phase had.</summary>
    public int TaskCount => report.Shards.Count;

    /// <summary>What the phase counted.</summary>
    public RunReport Report => report;

    /// <summary>The files of one task, by full path, in the order in which it made them.</summary>
    /// <param name="task">The task's number.</param>
    public IReadOnlyList<string> GetFiles(int task) =>
        [.. report.Shards[task].Outputs.Where(file => !file.Name.StartsWith(PhaseFolder.StateName, StringComparison.Ordinal)).Select(file => Path.Combine(report.Folder, file.Name))];

    /// <summary>The file of one task whose name ends in a suffix.</summary>
    /// <param name="task">The task's number.</param>
    /// <param name="suffix">The suffix, such as <c>.weights</c>.</param>
    /// <returns>The full path, or null if the task made no such file.</returns>
    public string? Find(int task, string suffix) => GetFiles(task).FirstOrDefault(path => path.EndsWith(suffix, StringComparison.Ordinal));
}
