namespace DataCuration.Mixing;

/// <summary>The number, mean and squared deviations of values, added one by one (Welford 1962) or joined (Chan, Golub and LeVeque 1983).</summary>
internal record struct RatingMoments(long Count, double Mean, double Squares)
{
    /// <summary>The standard deviation of the population; 0 for values that are all equal.</summary>
    public readonly double StandardDeviation => Math.Sqrt(Squares / Count);

    public void Add(double value)
    {
        Count++;
        double delta = value - Mean;
        Mean += delta / Count;
        Squares += delta * (value - Mean);
    }

    public void Join(RatingMoments other)
    {
        if (other.Count == 0) return;
        if (Count == 0)
        {
            this = other;
            return;
        }
        double all = (double)Count + other.Count, delta = other.Mean - Mean;
        Mean += delta * (other.Count / all);
        Squares += other.Squares + (delta * delta * (Count / all * other.Count));
        Count += other.Count;
    }
}
