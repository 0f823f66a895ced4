namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Options that a fingerprint leaves out on purpose.</summary>
internal static class FingerprintExceptions
{
    /// <summary>Options that a fingerprint leaves out on purpose. A trailing dot means all options inside.</summary>
    public static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["JsonlSource.pattern"] = "the shards describe the files that were found, with their content's fingerprints",
        ["JsonlSource.options.ShardPlan."] = "the shards describe what became of it",
        ["JsonlSource.options.Files"] = "the same files give the same documents, whatever store they are in",
        ["TextSource.Files"] = "as JsonlSource",
        ["TextSource.pattern"] = "as JsonlSource",
        ["TextSource.shardPlan."] = "as JsonlSource",
        ["ParquetSource.options.Files"] = "as JsonlSource",
        ["CsvSource.options.Files"] = "as JsonlSource",
        ["ParquetSource.pattern"] = "as JsonlSource",
        ["ParquetSource.options.ShardPlan."] = "as JsonlSource",
        ["CsvSource.pattern"] = "as JsonlSource",
        ["CsvSource.options.ShardPlan."] = "as JsonlSource",
        ["PassageIndexFit.BufferMegabytes"] = "the memory for building an index does not change what it finds",
        ["MinHashIndexFit.MemoryBytes"] = "the memory of a sort does not change its result",
        ["MinHashDeduplication.MemoryBytes"] = "as MinHashIndexFit",
        ["ExactIndexFit.MemoryBytes"] = "as MinHashIndexFit",
        ["ExactDeduplication.MemoryBytes"] = "as MinHashIndexFit",
        ["SimHashIndexFit.MemoryBytes"] = "as MinHashIndexFit",
        ["SimHashDeduplication.MemoryBytes"] = "as MinHashIndexFit",
        ["DatatroveMinHashDeduplication.MemoryBytes"] = "as MinHashIndexFit",
        ["DatatroveMinHashDeduplication.IndexFiles"] = "as JsonlSource",
        ["DatatroveRemovals.folder"] = "its files are described, with their content; tested in DataCuration.Deduplication.Tests",
        ["DatatroveRemovals.files"] = "as JsonlSource",
        ["ClassifierTraining.Progress"] = "who is told about it does not change the model",
        ["TrainingOptions.Tokens"] = "counts as the number of steps that it makes: a change within the last step changes nothing",
        ["TrainingOptions.EvaluationInterval"] = "evaluations do not change the model",
        ["TrainingOptions.LossInterval"] = "reports do not change the model",
        ["TrainingOptions.CheckpointFolder"] = "where a checkpoint lies does not change it",
        ["TrainingOptions.CheckpointInterval"] = "how often one is written neither",
        ["TrainingOptions.WhenChanged"] = "what happens to another training's checkpoint does not change the model",
        ["TrainingOptions.Device"] = "a training may go on elsewhere",
        ["TrainingOptions.Threads"] = "as the device",
        ["SubstringDeduplication.Partitions"] = "the division of the work does not change the result",
        ["SubstringDeduplication.MemoryBytes"] = "the memory for the work does not change the result",
        ["SubstringIndexFit.MemoryBytes"] = "as SubstringDeduplication",
        ["LineIndexFit.MemoryBytes"] = "as SubstringDeduplication",
        ["SemanticIndexFit.MemoryBytes"] = "as SubstringDeduplication",
        ["SemanticIndexFit.KMeans.Threads"] = "the result does not depend on the threads",
        ["SentenceDeduplication.Partitions"] = "as SubstringDeduplication",
        ["SentenceDeduplication.MemoryBytes"] = "as SubstringDeduplication",
        ["LineDeduplication.Partitions"] = "as SubstringDeduplication",
        ["LineDeduplication.MemoryBytes"] = "as SubstringDeduplication",
        ["SemanticDeduplication.MemoryBytes"] = "as SubstringDeduplication",
        ["SemanticDeduplication.KMeans.Threads"] = "the result does not depend on the threads",
        ["BloomDeduplication.MaxFilterBytes"] = "a limit for refusing a filter, not its size",
    };

    public static bool Contains(string name) =>
        All.Keys.Any(key => name == key || (key.EndsWith('.') && name.StartsWith(key, StringComparison.Ordinal)));
}
