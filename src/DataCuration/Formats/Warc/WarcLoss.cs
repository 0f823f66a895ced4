namespace DataCuration;

/// <summary>Bytes of a crawl file that hold no readable record.</summary>
public sealed record WarcLoss
{
    /// <summary>One of <see cref="RecordFaultReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>A message for people.</summary>
    public required string Message { get; init; }

    /// <summary>The position of the first byte: in the stored file if <see cref="IsStored"/> is true, otherwise in its decompressed content.</summary>
    public required long Offset { get; init; }

    /// <summary>The number of bytes.</summary>
    public required long Length { get; init; }

    /// <summary>True if <see cref="Offset"/> and <see cref="Length"/> count stored bytes. Default: false.</summary>
    public bool IsStored { get; init; }

    /// <summary>The first of the bytes, at most <see cref="RecordFault.MaxRawBytes"/>. Default: empty.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }
}
