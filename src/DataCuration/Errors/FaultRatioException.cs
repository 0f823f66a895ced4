namespace DataCuration;

/// <summary>
/// Thrown if a shard has more faults than its policy allows. Internal: users get a <see cref="ShardFailedException"/> that also names the quarantine file.
/// </summary>
internal sealed class FaultRatioException(string message) : CurationException(message);
