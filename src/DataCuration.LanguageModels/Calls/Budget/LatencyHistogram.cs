namespace DataCuration.LanguageModels;

/// <summary>Counts times in steps of 2 %, from 0.1 ms to several hours. Percentiles are within 1 %, in fixed memory.</summary>
internal sealed class LatencyHistogram
{
    private const double Smallest = 1e-4, Ratio = 1.02;
    private const int Steps = 950;
    private static readonly double LogRatio = Math.Log(Ratio);
    private readonly int[] counts = new int[Steps];
    private long total;

    public void Add(TimeSpan time)
    {
        double seconds = Math.Max(Smallest, time.TotalSeconds);
        counts[Math.Clamp((int)(Math.Log(seconds / Smallest) / LogRatio), 0, Steps - 1)]++;
        total++;
    }

    /// <summary>Returns a percentile of the times in seconds; 0 if there are no times.</summary>
    public double Percentile(double share)
    {
        if (total == 0) return 0;
        long wanted = Math.Max(1, (long)Math.Ceiling(share * total));
        int step = 0;
        for (long seen = counts[0]; seen < wanted; seen += counts[step]) step++;
        return Smallest * Math.Pow(Ratio, step + 0.5);
    }
}
