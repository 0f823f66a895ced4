namespace DataCuration;

/// <summary>An uncompressed file, as one unit.</summary>
internal sealed class PlainUnit(StoredBuffer input) : UnitInput
{
    private bool isStarted;

    public override long BytesRead => input.Position;

    public override bool IsCompressed => false;

    public override UnitStep Read(Span<byte> destination, out int written)
    {
        written = 0;
        if (!isStarted)
        {
            isStarted = true;
            return UnitStep.UnitStart;
        }
        ReadOnlySpan<byte> available = input.Peek(1);
        if (available.IsEmpty) return UnitStep.End;
        written = Math.Min(available.Length, destination.Length);
        available[..written].CopyTo(destination);
        input.Advance(written);
        return UnitStep.Data;
    }
}
