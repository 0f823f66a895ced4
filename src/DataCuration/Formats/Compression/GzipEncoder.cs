using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>
/// Writes one gzip member whose header has no time, name or operating system (RFC 1952: "unknown"), so that the same content gives the same bytes.
/// <see cref="GZipStream"/> writes the operating system.
/// </summary>
internal sealed class GzipEncoder : WriteOnlyStream
{
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    private readonly Stream destination;
    private readonly DeflateStream deflate;
    private readonly Crc32 crc = new();
    private uint length;

    public GzipEncoder(Stream destination, int level)
    {
        this.destination = destination;
        destination.Write(Header);
        deflate = new DeflateStream(destination, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        deflate.Write(buffer);
        crc.Append(buffer);
        unchecked { length += (uint)buffer.Length; }
    }

    public override void Flush() => deflate.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            deflate.Dispose();
            Span<byte> trailer = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc.GetCurrentHashAsUInt32());
            BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
            destination.Write(trailer);
        }
        base.Dispose(disposing);
    }
}
