namespace DataCuration;

/// <summary>
/// Reads a file of compressed units. Damage ends a unit, not the file: reading continues at the next place that looks like a unit and can be decoded, and the
/// stored bytes between are reported as lost. That place can be before the one where the damage was detected, because a decoder can read past the start of
/// the next unit before it detects an error.
/// </summary>
/// <remarks>
/// Going back costs time. Failed units are charged to an allowance of <see cref="AllowanceBytes"/> plus 16 times the bytes read so far. When it is used up,
/// the search continues after the damage only. The total work is therefore linear for any content.
/// </remarks>
internal abstract class CompressedUnits(StoredBuffer input) : UnitInput
{
    private const long AllowanceBytes = 64L << 20;
    private const int TrialCost = 8 * 1024;
    private bool isInside;
    private bool isFirst = true;
    private long unitBytes;
    private long spent;
    private long highest;

    public override long BytesRead => input.Position;

    /// <summary>The stored bytes.</summary>
    protected StoredBuffer Input => input;

    /// <summary>The name of a unit in messages.</summary>
    protected abstract string UnitName { get; }

    /// <summary>The first bytes of every unit.</summary>
    protected abstract ReadOnlySpan<byte> Magic { get; }

    /// <summary>Skips bytes that are allowed between units.</summary>
    /// <param name="start">The offset of the error. It must remain available: see <see cref="StoredBuffer.Mark"/>.</param>
    /// <returns>The error, or null.</returns>
    protected abstract string? SkipPadding(ref long start);

    /// <summary>Opens the unit that starts at the next byte.</summary>
    /// <param name="isTrial">True if the unit is only tested.</param>
    /// <returns>The error in the unit's header, or null.</returns>
    protected abstract string? Open(bool isTrial);

    /// <summary>Decodes the open unit.</summary>
    protected abstract InflateStatus Decode(Span<byte> destination, out int written);

    /// <summary>Checks the trailer of a completely decoded unit.</summary>
    /// <returns>The error, or null.</returns>
    protected abstract string? Close();

    /// <summary>The error in invalid data.</summary>
    protected abstract string? DecodeError { get; }

    public override UnitStep Read(Span<byte> destination, out int written)
    {
        written = 0;
        return isInside ? ReadInside(destination, out written) : ReadBetween();
    }

    private UnitStep ReadBetween()
    {
        input.Mark = -1;
        string? error = null;
        long start = input.Position;
        if (isFirst && input.Peek(1).IsEmpty) error = "the file is empty";
        else if (SkipPadding(ref start) is { } failure) return LosePadding(start, failure);
        else if (input.Peek(1).IsEmpty) return UnitStep.End;
        start = input.Position;
        UnitOffset = start;
        input.Mark = start;
        error ??= Open(isTrial: false);
        if (error is null)
        {
            isFirst = false;
            isInside = true;
            unitBytes = 0;
            return UnitStep.UnitStart;
        }
        input.MoveTo(start);
        return LoseFrom(start, Math.Min(start + 1, start + input.Peek(1).Length), isInUnit: false, RecordFaultReasons.CompressedGarbage, error);
    }

    /// <summary>Reports incomplete bytes between units as lost. If their declared length exceeds the file, complete units may follow within it.</summary>
    private UnitStep LosePadding(long start, string error)
    {
        long end = input.Position;
        long from = end;
        if (input.Peek(1).IsEmpty)
        {
            highest = Math.Max(highest, end);
            spent += end - start;
            if (spent <= AllowanceBytes + 16 * highest) from = StoredBuffer.Back(start + 1, end);
        }
        UnitOffset = start;
        return LoseFrom(start, from, isInUnit: false, RecordFaultReasons.CompressedGarbage, error);
    }

    private UnitStep ReadInside(Span<byte> destination, out int written)
    {
        InflateStatus status = Decode(destination, out written);
        unitBytes += written;
        if (status == InflateStatus.More || written > 0) return UnitStep.Data;
        isInside = false;
        string? error = status switch
        {
            InflateStatus.Finished => Close(),
            InflateStatus.Truncated => "the file ends inside it",
            _ => DecodeError ?? "its data is not valid",
        };
        if (error is null) return ReadBetween();
        long start = UnitOffset;
        long end = input.Position;
        long from = StoredBuffer.Back(start + 1, end);
        if (status == InflateStatus.Finished && IsUnitOrEnd(end)) from = end;
        highest = Math.Max(highest, end);
        spent += end - start + unitBytes;
        if (spent > AllowanceBytes + 16 * highest) from = end;
        error = FormattableString.Invariant($"{UnitName} at {start}: {error} (detected at {end}, after {unitBytes} bytes of content)");
        return LoseFrom(start, from, isInUnit: true, RecordFaultReasons.CompressedDamage, error);
    }

    /// <summary>True if a unit starts at an offset, or the file ends there.</summary>
    private bool IsUnitOrEnd(long at)
    {
        input.MoveTo(at);
        ReadOnlySpan<byte> next = input.Peek(Magic.Length);
        return next.IsEmpty || next[0] == 0 || next.StartsWith(Magic);
    }

    /// <summary>Reports the bytes from an offset to the next unit as lost.</summary>
    private UnitStep LoseFrom(long start, long searchFrom, bool isInUnit, string reason, string message)
    {
        byte[] raw = input.Slice(Math.Max(start, StoredBuffer.Back(start, input.Position)), RecordFault.MaxRawBytes).ToArray();
        input.Mark = -1;
        input.MoveTo(searchFrom);
        if (raw.Length == 0) raw = input.Peek(1)[..Math.Min(input.Available.Length, RecordFault.MaxRawBytes)].ToArray();
        FindUnit();
        isFirst = false;
        long end = input.Position;
        if (raw.Length > end - start) raw = raw[..(int)(end - start)];
        Lost = new(reason, message, start, end - start, raw, isInUnit);
        return UnitStep.Lost;
    }

    /// <summary>Moves to the next place that looks like a unit, or to the end of the file.</summary>
    private void FindUnit()
    {
        while (true)
        {
            input.Mark = -1;
            ReadOnlySpan<byte> bytes = input.Peek(Magic.Length);
            int at = bytes.IndexOf(Magic);
            if (at < 0)
            {
                if (bytes.Length < Magic.Length)
                {
                    input.Advance(bytes.Length);
                    return;
                }
                input.Advance(bytes.Length - Magic.Length + 1);
                continue;
            }
            input.Advance(at);
            if (IsPlausible()) return;
            input.Advance(1);
        }
    }

    /// <summary>True if the bytes that follow can be decoded for a while. The position does not change.</summary>
    private bool IsPlausible()
    {
        long start = input.Position;
        input.Mark = start;
        // Without allowance a candidate is accepted untested. If it fails, the search continues after the failure.
        bool isPlausible = spent > AllowanceBytes + 16 * Math.Max(highest, start) || TryOut();
        spent += TrialCost;
        input.MoveTo(start);
        return isPlausible;
    }

    private bool TryOut()
    {
        if (Open(isTrial: true) is not null) return false;
        Span<byte> bytes = stackalloc byte[1024];
        InflateStatus status = Decode(bytes, out int written);
        // A candidate that ends where the next unit starts is a unit, even if its checksum fails. Reading it reports that.
        if (status == InflateStatus.Finished) return Close() is null || IsUnitOrEnd(input.Position);
        return status == InflateStatus.More || (status == InflateStatus.Truncated && written > 0);
    }
}
