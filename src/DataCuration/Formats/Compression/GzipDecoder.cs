using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>
/// Reads gzip (RFC 1952) member by member and checks every header and trailer. <see cref="GZipStream"/> does not: it accepts a truncated file and ignores
/// bytes after the last member (checked on .NET 10.0).
/// </summary>
/// <remarks>
/// <see cref="DeflateStream"/> reads ahead and does not report where a member's data ended. The trailer shows it: CRC-32 and length of the output are known
/// by then, so the data ends where these eight bytes occur in the last chunk. They occur twice only by a coincidence of 64 bits, or if the trailer is one
/// byte repeated, as after an empty member. Then the correct position is the one that is followed by a member, padding or the end of the file.
/// </remarks>
internal sealed class GzipDecoder(Stream source) : IDisposable
{
    private const int TrailerBytes = 8;
    private readonly GzipInput input = new(source);
    private readonly Crc32 crc = new();
    private DeflateStream? member;
    private long memberBytes;
    private long members;

    /// <summary>The number of compressed bytes that have been used.</summary>
    public long BytesRead => input.BytesRead;

    public int Read(Span<byte> destination)
    {
        while (true)
        {
            if (member is null && !TryOpenMember()) return 0;
            int read = member!.Read(destination);
            if (read > 0)
            {
                crc.Append(destination[..read]);
                memberBytes += read;
                return read;
            }
            if (input.IsStarved) throw new InvalidDataException($"the file ends inside gzip member {members}");
            CloseMember();
        }
    }

    public void Dispose() => member?.Dispose();

    private bool TryOpenMember()
    {
        ReadOnlySpan<byte> bytes = input.Peek(1);
        while (members > 0 && bytes.Length > 0 && bytes[0] == 0)
        {
            input.Advance(1);
            bytes = input.Peek(1);
        }
        if (bytes.IsEmpty) return members > 0 ? false : throw new InvalidDataException("the file is empty, which is not valid gzip");
        if (!IsMember(bytes = input.Peek(10)))
        {
            if (bytes.Length < 10 && bytes[0] == 0x1f) throw new InvalidDataException($"the file ends inside the header of gzip member {members + 1}");
            throw new InvalidDataException(members == 0
                ? $"it does not start with a gzip header but with 0x{Convert.ToHexStringLower(bytes[..Math.Min(4, bytes.Length)])}"
                : $"gzip member {members} is followed by bytes that are not gzip: 0x{Convert.ToHexStringLower(bytes[..Math.Min(16, bytes.Length)])}");
        }
        members++;
        byte flags = bytes[3];
        if (flags >= 0x20) throw new InvalidDataException($"the header of gzip member {members} has reserved flags (0x{flags:x2})");
        input.Advance(10);
        if ((flags & 4) != 0)
        {
            ReadOnlySpan<byte> extra = Need(2);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            input.Advance(2);
            for (int left = length; left > 0; left--) { Need(1); input.Advance(1); }
        }
        if ((flags & 8) != 0) SkipText();
        if ((flags & 16) != 0) SkipText();
        if ((flags & 2) != 0) { Need(2); input.Advance(2); }
        input.BeginMember();
        crc.Reset();
        memberBytes = 0;
        member = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private void CloseMember()
    {
        member!.Dispose();
        member = null;
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], unchecked((uint)memberBytes));
        ReadOnlySpan<byte> bytes = input.PeekLastChunk(TrailerBytes + 10);
        int best = -1;
        for (int at = 0; at <= input.LastChunk;)
        {
            int next = bytes[at..].IndexOf(trailer);
            if (next < 0 || at + next > input.LastChunk) break;
            at += next;
            ReadOnlySpan<byte> rest = bytes[(at + TrailerBytes)..];
            if (best < 0) best = at;
            if (rest.IsEmpty || rest[0] == 0 || IsMember(rest)) { best = at; break; }
            at++;
        }
        if (best < 0)
        {
            throw new InvalidDataException(bytes.Length < TrailerBytes + 1
                ? $"the file ends inside gzip member {members}"
                : $"the trailer of gzip member {members} is missing or does not match its {memberBytes} bytes (CRC-32 0x{crc.GetCurrentHashAsUInt32():x8})");
        }
        input.MoveFromLastChunk(best + TrailerBytes);
    }

    private static bool IsMember(ReadOnlySpan<byte> bytes) => bytes.Length >= 10 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;

    private ReadOnlySpan<byte> Need(int count)
    {
        ReadOnlySpan<byte> bytes = input.Peek(count);
        return bytes.Length >= count ? bytes : throw new InvalidDataException($"the file ends inside the header of gzip member {members}");
    }

    private void SkipText()
    {
        while (true)
        {
            byte value = Need(1)[0];
            input.Advance(1);
            if (value == 0) return;
        }
    }
}
