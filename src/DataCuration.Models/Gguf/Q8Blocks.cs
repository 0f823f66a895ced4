using System.Buffers.Binary;

namespace DataCuration.Models;

/// <summary>
/// ggml's number format Q8_0 (<c>quantize_row_q8_0_ref</c> in <c>ggml/src/ggml-quants.c</c>): of 32 numbers, the scale is the largest magnitude divided by 127,
/// stored as binary16, and each number is divided by it and rounded, halves away from zero.
/// </summary>
internal static class Q8Blocks
{
    public const int Elements = 32;
    public const int Bytes = 34;
    private const int Largest = 127;

    /// <summary>Converts whole blocks. Returns the index of a block whose scale exceeds binary16, or -1.</summary>
    public static int Quantize(ReadOnlySpan<float> values, Span<byte> blocks)
    {
        int overflow = -1;
        for (int block = 0; block < values.Length / Elements; block++)
        {
            ReadOnlySpan<float> source = values.Slice(block * Elements, Elements);
            Span<byte> target = blocks.Slice(block * Bytes, Bytes);
            float largest = 0;
            bool isFinite = true;
            foreach (float value in source)
            {
                largest = Math.Max(largest, Math.Abs(value));
                isFinite &= float.IsFinite(value);
            }
            float scale = largest / Largest;
            float inverse = scale == 0 ? 0 : 1 / scale;
            var half = (Half)scale;
            if (overflow < 0 && (!isFinite || Half.IsInfinity(half) || !float.IsFinite(inverse))) overflow = block;
            BinaryPrimitives.WriteHalfLittleEndian(target, half);
            for (int i = 0; i < Elements; i++) target[2 + i] = (byte)(sbyte)MathF.Round(source[i] * inverse, MidpointRounding.AwayFromZero);
        }
        return overflow;
    }

    /// <summary>Converts whole blocks back.</summary>
    public static void Widen(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (int block = 0; block < values.Length / Elements; block++)
        {
            ReadOnlySpan<byte> source = blocks.Slice(block * Bytes, Bytes);
            var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(source);
            for (int i = 0; i < Elements; i++) values[block * Elements + i] = scale * (sbyte)source[2 + i];
        }
    }
}
