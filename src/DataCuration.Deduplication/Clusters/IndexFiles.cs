namespace DataCuration.Deduplication;

/// <summary>Files of an index beside its sorted entries.</summary>
/// <param name="Phase">The name of the phase that wrote them, which is that of their folder.</param>
/// <param name="Suffix">The end of their names, after that of the task.</param>
/// <param name="Files">The phase's files.</param>
internal readonly record struct IndexFiles(string Phase, string Suffix, PhaseFiles Files);
