namespace DataCuration.Training.TorchSharp;

/// <summary>Chooses the number of threads that torch computes with.</summary>
internal static class TorchThreads
{
    private const long SmallModel = 10_000_000;
    private const int SmallModelThreads = 8;

    /// <summary>Returns the number of threads for a model.</summary>
    /// <param name="wanted">The number that an option gives; 0 for none.</param>
    /// <param name="parameters">The number of the model's parameters. Small models get at most eight threads.</param>
    public static int Choose(int wanted, long parameters)
    {
        if (wanted > 0) return wanted;
        return parameters < SmallModel ? Math.Min(Environment.ProcessorCount, SmallModelThreads) : Environment.ProcessorCount;
    }
}
