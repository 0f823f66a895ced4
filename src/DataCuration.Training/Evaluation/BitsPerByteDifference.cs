namespace DataCuration.Training;

/// <summary>The difference of two models' bits per byte on the same documents; below zero if the first is better.</summary>
/// <param name="Mean">The difference over all documents.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Confidence">The interval's confidence, such as 0.95.</param>
/// <param name="Documents">How many documents were compared.</param>
/// <param name="Resamples">How many times they were resampled.</param>
public sealed record BitsPerByteDifference(double Mean, double Low, double High, double Confidence, int Documents, int Resamples)
{
    /// <summary>Whether the interval leaves zero out.</summary>
    public bool IsSignificant => Low > 0 || High < 0;
}
