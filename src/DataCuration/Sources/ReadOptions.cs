namespace DataCuration;

/// <summary>What the run asks of a reader.</summary>
/// <param name="MaxRecordBytes">A longer record is a record fault, and is passed over without being held in memory.</param>
public sealed record ReadOptions(int MaxRecordBytes);
