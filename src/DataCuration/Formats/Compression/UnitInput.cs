namespace DataCuration;

/// <summary>A file's content as a row of units that can be decoded each for itself, with what was lost between and inside them.</summary>
internal abstract class UnitInput : IDisposable
{
    /// <summary>The stored bytes used so far, for progress.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Where the current unit begins in the stored file.</summary>
    public long UnitOffset { get; protected set; }

    /// <summary>What was lost; set with <see cref="UnitStep.Lost"/>.</summary>
    public LostBytes? Lost { get; protected set; }

    /// <summary>Whether units are compressed each for itself.</summary>
    public virtual bool IsCompressed => true;

    /// <summary>Goes on.</summary>
    /// <param name="destination">Takes content.</param>
    /// <param name="written">How much there was; above 0 only with <see cref="UnitStep.Data"/>.</param>
    public abstract UnitStep Read(Span<byte> destination, out int written);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Opens a file's content by its first bytes: gzip, zstd (frames and skippable frames), else plain.</summary>
    public static UnitInput Open(Stream stream)
    {
        var buffer = new StoredBuffer(stream);
        ReadOnlySpan<byte> head = buffer.Peek(4);
        if (head.Length >= 2 && head[0] == 0x1f && head[1] == 0x8b) return new GzipUnits(buffer);
        if (ZstdUnits.IsMagic(head)) return new ZstdUnits(buffer);
        return new PlainUnit(buffer);
    }
}
