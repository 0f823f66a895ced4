using System.Buffers.Binary;
using System.Numerics;

namespace DataCuration.Training;

/// <summary>CRC-32C (Castagnoli polynomial, RFC 3720 appendix B.4), and the form in which TFRecord files store it.</summary>
internal static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Rotates and shifts a checksum, so that a checksum of data with checksums is not weak (TensorFlow, <c>lib/hash/crc32c.h</c>).</summary>
    public static uint Mask(uint crc) => unchecked(BitOperations.RotateRight(crc, 15) + 0xA282EAD8u);
}
