namespace DataCuration;

/// <summary>A shard has more faults than its policy allows. Internal: users see a <see cref="ShardFailedException"/> that also names the quarantine file.</summary>
internal sealed class FaultRatioException(string message) : CurationException(message);
