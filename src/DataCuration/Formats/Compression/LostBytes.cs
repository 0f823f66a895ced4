namespace DataCuration;

/// <summary>Stored bytes whose content could not be read, or not be trusted.</summary>
/// <param name="Reason">One of <see cref="RecordFaultReasons"/>.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Offset">Where they begin in the stored file.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Raw">The first of them.</param>
/// <param name="IsInUnit">Whether they belong to the unit that was being read, so that what was read of it is cut or not to be trusted.</param>
internal sealed record LostBytes(string Reason, string Message, long Offset, long Length, ReadOnlyMemory<byte> Raw, bool IsInUnit);
