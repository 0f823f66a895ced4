namespace DataCuration;

/// <summary>The content of a file as a sequence of units that can be decoded independently, with the bytes lost between and inside them.</summary>
internal abstract class UnitInput : IDisposable
{
    /// <summary>The stored bytes used so far, for progress.</summary>
    public abstract long BytesRead { get; }

    /// <summary>The offset of the current unit in the stored file.</summary>
    public long UnitOffset { get; protected set; }

    /// <summary>The lost bytes; set with <see cref="UnitStep.Lost"/>.</summary>
    public LostBytes? Lost { get; protected set; }

    /// <summary>True if units are compressed independently.</summary>
    public virtual bool IsCompressed => true;

    /// <summary>Reads the next part.</summary>
    /// <param name="destination">The buffer for content.</param>
    /// <param name="written">The number of content bytes; above 0 only with <see cref="UnitStep.Data"/>.</param>
    public abstract UnitStep Read(Span<byte> destination, out int written);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Opens a file's content. The first bytes determine the format: gzip, zstd (frames and skippable frames) or plain.</summary>
    public static UnitInput Open(Stream stream)
    {
        var buffer = new StoredBuffer(stream);
        ReadOnlySpan<byte> head = buffer.Peek(4);
        if (head.Length >= 2 && head[0] == 0x1f && head[1] == 0x8b) return new GzipUnits(buffer);
        if (ZstdUnits.IsMagic(head)) return new ZstdUnits(buffer);
        return new PlainUnit(buffer);
    }
}
