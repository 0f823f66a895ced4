namespace DataCuration;

/// <summary>Bytes of a crawl file that hold no record, or none that could be read.</summary>
/// <param name="Reason">One of <see cref="RecordFaultReasons"/>.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Offset">Where they begin: in the stored file if <paramref name="IsStored"/>, else in its decompressed content.</param>
/// <param name="Length">How many they are.</param>
/// <param name="IsStored">Whether offset and length count stored bytes.</param>
/// <param name="Raw">The first of them, at most <see cref="RecordFault.MaxRawBytes"/>.</param>
public sealed record WarcLoss(string Reason, string Message, long Offset, long Length, bool IsStored, ReadOnlyMemory<byte> Raw);
