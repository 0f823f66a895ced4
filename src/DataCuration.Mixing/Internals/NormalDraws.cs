namespace DataCuration.Mixing;

/// <summary>Normal variates with the same bits on every machine.</summary>
internal static class NormalDraws
{
    /// <summary>Returns a normal variate, by Marsaglia's polar method. The second variate of a pair is not used.</summary>
    public static double Next(ref SeededRandom random)
    {
        while (true)
        {
            double x = (2 * random.NextDouble()) - 1, y = (2 * random.NextDouble()) - 1, square = (x * x) + (y * y);
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * DeterministicMath.Log(square) / square);
        }
    }
}
