using System.Runtime.CompilerServices;

namespace DataCuration.Selection;

/// <summary>
/// Computes remainders of 64-bit numbers by a fixed divisor with one high multiplication instead of a division (Granlund and Montgomery, "Division by
/// invariant integers using multiplication", PLDI 1994). The estimated quotient is at most two too small.
/// </summary>
internal readonly struct Modulus
{
    private readonly ulong _reciprocal;

    /// <summary>Prepares the computation of remainders by <paramref name="value"/>.</summary>
    public Modulus(uint value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(value);
        Value = value;
        _reciprocal = ulong.MaxValue / value;
    }

    /// <summary>The divisor.</summary>
    public uint Value { get; }

    /// <summary>Computes <paramref name="number"/> mod <see cref="Value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Reduce(ulong number)
    {
        ulong remainder = number - (Math.BigMul(number, _reciprocal, out _) * Value);
        remainder = remainder >= Value ? remainder - Value : remainder;
        return (uint)(remainder >= Value ? remainder - Value : remainder);
    }

    /// <summary>Computes a big-endian number of any length mod <see cref="Value"/>.</summary>
    public uint ReduceBigEndian(ReadOnlySpan<byte> number)
    {
        ulong remainder = 0;
        foreach (byte digit in number)
        {
            remainder = Reduce((remainder << 8) | digit);
        }

        return (uint)remainder;
    }
}
