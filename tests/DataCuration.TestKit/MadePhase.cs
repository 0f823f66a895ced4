namespace DataCuration.TestKit;

/// <summary>Files of a phase that a test wrote itself, without a run.</summary>
public static class MadePhase
{
    /// <summary>Describes the files of a folder as a complete phase.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shards">One report per task, with the names of its files.</param>
    public static PhaseFiles Of(string folder, IReadOnlyList<ShardReport> shards) => new(RunReport.Merge("test", folder, shards));
}
