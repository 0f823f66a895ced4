namespace DataCuration;

/// <summary>
/// Walks a file of compressed units. Damage ends a unit, not the file: the walk goes on at the next place that looks like a unit and decodes like one, and
/// says which stored bytes were lost. The place may lie before the one where damage showed: a decoder that is led astray runs over the next unit's begin.
/// </summary>
/// <remarks>
/// Going back costs. Units that fail are paid for from an allowance of <see cref="AllowanceBytes"/> and 16 times the file's length so far; when it is spent,
/// the search goes on behind the damage only. So the work stays linear, whatever the file holds.
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

    /// <summary>What every unit begins with.</summary>
    protected abstract ReadOnlySpan<byte> Magic { get; }

    /// <summary>Passes over what may stand between units.</summary>
    /// <param name="start">Where what is wrong begins; must stay at hand, by <see cref="StoredBuffer.Mark"/>.</param>
    /// <returns>What is wrong there, or null.</returns>
    protected abstract string? SkipPadding(ref long start);

    /// <summary>Opens the unit that begins with the next byte.</summary>
    /// <param name="isTrial">Whether it is only to be tried.</param>
    /// <returns>What is wrong with its begin, or null.</returns>
    protected abstract string? Open(bool isTrial);

    /// <summary>Decodes the open unit.</summary>
    protected abstract InflateStatus Decode(Span<byte> destination, out int written);

    /// <summary>Checks the end of a unit that was decoded to its end.</summary>
    /// <returns>What is wrong, or null.</returns>
    protected abstract string? Close();

    /// <summary>What is wrong with data that is not valid.</summary>
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

    /// <summary>Loses what may stand between units and is not whole. Where its length leads beyond the file's end, units may follow that are.</summary>
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
        error = FormattableString.Invariant($"{UnitName} at {start}: {error} (noticed at {end}, after {unitBytes} bytes of content)");
        return LoseFrom(start, from, isInUnit: true, RecordFaultReasons.CompressedDamage, error);
    }

    /// <summary>Whether a unit begins at a place, or the file ends.</summary>
    private bool IsUnitOrEnd(long at)
    {
        input.MoveTo(at);
        ReadOnlySpan<byte> next = input.Peek(Magic.Length);
        return next.IsEmpty || next[0] == 0 || next.StartsWith(Magic);
    }

    /// <summary>Loses what lies between a place and the next unit.</summary>
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

    /// <summary>Goes to the next place that looks like a unit, or to the file's end.</summary>
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

    /// <summary>Whether what begins here decodes for a while. Leaves the position as it is.</summary>
    private bool IsPlausible()
    {
        long start = input.Position;
        input.Mark = start;
        // Without allowance a candidate is taken as it is: if it fails, the search goes on behind the failure.
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
        // One that ends where the next begins is a unit, even if its check fails: that is said when it is read.
        if (status == InflateStatus.Finished) return Close() is null || IsUnitOrEnd(input.Position);
        return status == InflateStatus.More || (status == InflateStatus.Truncated && written > 0);
    }
}
