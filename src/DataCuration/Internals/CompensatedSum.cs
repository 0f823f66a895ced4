using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// A sum with a second part for the rounding errors (TwoSum: Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B; as the second-order
/// summation Sum2 of Ogita, Rump and Oishi 2005, algorithm 4.4). It uses only additions, so the result is the same on every machine.
/// </summary>
public struct CompensatedSum
{
    private double _sum;
    private double _error;

    /// <summary>Creates a sum from its two parts.</summary>
    /// <param name="sum">The rounded sum.</param>
    /// <param name="error">The rounding error that <paramref name="sum"/> lacks.</param>
    public CompensatedSum(double sum, double error)
    {
        _sum = sum;
        _error = error;
    }

    /// <summary>The rounded total.</summary>
    public readonly double Value => _sum + _error;

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value)
    {
        double sum = _sum + value;
        double part = sum - _sum;
        _error += (_sum - (sum - part)) + (value - part);
        _sum = sum;
    }

    /// <summary>Adds another sum.</summary>
    /// <param name="other">The other sum.</param>
    public void Add(CompensatedSum other)
    {
        Add(other._sum);
        _error += other._error;
    }
}
