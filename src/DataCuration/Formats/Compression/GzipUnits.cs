using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>The members of a gzip file (RFC 1952). The CRC-32 and length of each member are checked.</summary>
internal sealed class GzipUnits(StoredBuffer input) : CompressedUnits(input)
{
    /// <summary>
    /// The maximum length of a header: 68 KiB, since an extra field can have 65,535 bytes. A longer one has a name or comment without an end.
    /// </summary>
    private const int MaxHeaderBytes = 68 * 1024;

    private readonly Inflater inflater = new();
    private readonly Crc32 crc = new();
    private uint length;

    public override void Dispose()
    {
        inflater.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override string UnitName => "gzip member";

    protected override ReadOnlySpan<byte> Magic => [0x1f, 0x8b, 8];

    protected override string? DecodeError => inflater.Error;

    /// <summary>Zero bytes between members and after the last one are padding, as for gzip(1).</summary>
    protected override string? SkipPadding(ref long start)
    {
        while (true)
        {
            ReadOnlySpan<byte> bytes = Input.Peek(1);
            int zeros = bytes.IndexOfAnyExcept((byte)0);
            Input.Advance(zeros < 0 ? bytes.Length : zeros);
            if (zeros >= 0 || bytes.IsEmpty) return null;
        }
    }

    protected override string? Open(bool isTrial)
    {
        ReadOnlySpan<byte> header = Input.Peek(10);
        if (!header.StartsWith(Magic[..Math.Min(3, Math.Max(1, header.Length))])) return "there is no gzip header";
        if (header.Length < 10) return "the file ends inside a gzip header";
        byte flags = header[3];
        if (flags >= 0x20) return $"a gzip header has reserved flags (0x{flags:x2})";
        int at = 10;
        if ((flags & 4) != 0)
        {
            header = Input.Peek(at + 2);
            if (header.Length < at + 2) return "the file ends inside a gzip header";
            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
        }
        for (int text = flags >> 3 & 3; text != 0; text &= text - 1)
        {
            if (!TrySkipText(ref at)) return "a name or comment in a gzip header has no end";
        }
        if ((flags & 2) != 0) at += 2;
        if (Input.Peek(at).Length < at) return "the file ends inside a gzip header";
        Input.Advance(at);
        inflater.Begin(Input, isTrial);
        crc.Reset();
        length = 0;
        return null;
    }

    protected override InflateStatus Decode(Span<byte> destination, out int written)
    {
        InflateStatus status = inflater.Read(destination, out written);
        crc.Append(destination[..written]);
        length += (uint)written;
        return status;
    }

    protected override string? Close()
    {
        ReadOnlySpan<byte> trailer = Input.Peek(8);
        if (trailer.Length < 8)
        {
            Input.Advance(trailer.Length);
            return "the file ends inside its trailer";
        }
        uint storedCrc = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint storedLength = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        Input.Advance(8);
        uint actual = crc.GetCurrentHashAsUInt32();
        if (storedCrc != actual) return $"its CRC-32 is 0x{actual:x8} and should be 0x{storedCrc:x8}";
        return storedLength != length ? $"it has {length} bytes and should have {storedLength}" : null;
    }

    private bool TrySkipText(ref int at)
    {
        ReadOnlySpan<byte> header = Input.Available;
        int start = at;
        while (true)
        {
            int end = header.Length > start ? header[start..].IndexOf((byte)0) : -1;
            if (end >= 0)
            {
                at = start + end + 1;
                return at <= MaxHeaderBytes + 10;
            }
            start = Math.Max(start, header.Length);
            if (start > MaxHeaderBytes || Input.Peek(start + 1).Length <= start) return false;
            header = Input.Available;
        }
    }
}
