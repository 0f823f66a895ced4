using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataCuration.Models;

/// <summary>Converts between float32 and the little-endian bytes of the number formats of models.</summary>
internal static class FloatConversion
{
    /// <summary>Converts bytes to float32. All three conversions are exact.</summary>
    public static void Widen(ReadOnlySpan<byte> bytes, TensorElementType type, Span<float> values)
    {
        switch (type)
        {
            case TensorElementType.Float32 when BitConverter.IsLittleEndian:
                MemoryMarshal.Cast<byte, float>(bytes)[..values.Length].CopyTo(values);
                break;
            case TensorElementType.Float32:
                for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
            case TensorElementType.Float16:
                for (int i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                break;
            case TensorElementType.BFloat16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    /// <summary>Converts float32 to bytes; the nearest value, and of two the even one.</summary>
    /// <returns>The index of the first finite value that becomes infinite; -1 if there is no such value.</returns>
    public static int Narrow(ReadOnlySpan<float> values, TensorElementType type, Span<byte> bytes)
    {
        int overflow = -1;
        switch (type)
        {
            case TensorElementType.Float32:
                for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], values[i]);
                break;
            case TensorElementType.Float16:
                for (int i = 0; i < values.Length; i++)
                {
                    var half = (Half)values[i];
                    if (overflow < 0 && Half.IsInfinity(half) && float.IsFinite(values[i])) overflow = i;
                    BinaryPrimitives.WriteHalfLittleEndian(bytes[(2 * i)..], half);
                }
                break;
            case TensorElementType.BFloat16:
                for (int i = 0; i < values.Length; i++)
                {
                    ushort upper = ToBFloat16(values[i]);
                    if (overflow < 0 && (upper & 0x7FFF) == 0x7F80 && float.IsFinite(values[i])) overflow = i;
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * i)..], upper);
                }
                break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
        return overflow;
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40); // rounding could turn a NaN into infinity
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
