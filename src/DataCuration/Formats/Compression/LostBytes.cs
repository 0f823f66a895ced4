namespace DataCuration;

/// <summary>Stored bytes whose content cannot be read or trusted.</summary>
/// <param name="Reason">One of <see cref="RecordFaultReasons"/>.</param>
/// <param name="Message">A message for people.</param>
/// <param name="Offset">The offset of the first of them in the stored file.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Raw">The first bytes.</param>
/// <param name="IsInUnit">True if they belong to the unit that was being read, which is then truncated or unreliable.</param>
internal sealed record LostBytes(string Reason, string Message, long Offset, long Length, ReadOnlyMemory<byte> Raw, bool IsInUnit);
