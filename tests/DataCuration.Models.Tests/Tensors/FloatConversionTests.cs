namespace DataCuration.Models.Tests;

public sealed class FloatConversionTests
{
    [Fact]
    public void Widen_EveryHalf_ComesBackFromNarrow()
    {
        foreach (TensorElementType type in (TensorElementType[])[TensorElementType.Float16, TensorElementType.BFloat16])
        {
            var all = new byte[2 * 65_536];
            for (int i = 0; i < 65_536; i++) BitConverter.TryWriteBytes(all.AsSpan(2 * i), (ushort)i);
            var values = new float[65_536];
            FloatConversion.Widen(all, type, values);
            var back = new byte[all.Length];
            Assert.Equal(-1, FloatConversion.Narrow(values, type, back));
            for (int i = 0; i < 65_536; i++)
            {
                if (float.IsNaN(values[i])) Assert.True(IsNan(BitConverter.ToUInt16(back, 2 * i), type));
                else Assert.Equal((ushort)i, BitConverter.ToUInt16(back, 2 * i));
            }
        }

        static bool IsNan(ushort bits, TensorElementType type) => type == TensorElementType.Float16
            ? Half.IsNaN(BitConverter.UInt16BitsToHalf(bits)) : float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits << 16));
    }

    [Fact]
    public void Narrow_ToBFloat16_IsTheNearestValueAndOfTwoTheEvenOne()
    {
        var random = new SeededRandom(4);
        for (int i = 0; i < 20_000; i++)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)random.NextUInt64());
            if (!float.IsFinite(value)) continue;
            ushort bits = Narrow(value);
            double found = Value(bits), below = Value((ushort)(bits - 1)), above = Value((ushort)(bits + 1));
            if ((bits & 0x7FFF) is 0 or >= 0x7F7F) continue; // the neighbours have another sign, or are infinite
            double error = Math.Abs(found - value);
            Assert.True(error <= Math.Abs(below - value) && error <= Math.Abs(above - value), $"{value} became {found}");
            if (error == Math.Abs(below - value) || error == Math.Abs(above - value)) Assert.Equal(0, bits % 2);
        }
        Assert.Equal(0x3F80, Narrow(BitConverter.UInt32BitsToSingle(0x3F808000))); // halfway, to even
        Assert.Equal(0x3F82, Narrow(BitConverter.UInt32BitsToSingle(0x3F818000)));

        static double Value(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

        static ushort Narrow(float value)
        {
            var bytes = new byte[2];
            FloatConversion.Narrow([value], TensorElementType.BFloat16, bytes);
            return BitConverter.ToUInt16(bytes);
        }
    }

    [Theory]
    [InlineData(TensorElementType.Float16, 65_519f, -1)]
    [InlineData(TensorElementType.Float16, 65_520f, 1)]
    [InlineData(TensorElementType.BFloat16, float.MaxValue, 1)]
    [InlineData(TensorElementType.BFloat16, 3.38e38f, -1)]
    [InlineData(TensorElementType.Float32, float.MaxValue, -1)]
    [InlineData(TensorElementType.Float16, float.PositiveInfinity, -1)]
    public void Narrow_FiniteValueBeyondTheFormat_IsReported(TensorElementType type, float value, int expected) =>
        Assert.Equal(expected, FloatConversion.Narrow([1, value], type, new byte[8]));
}
