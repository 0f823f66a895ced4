namespace DataCuration.Selection;

/// <summary>Collects the numbers of a <see cref="CalibrationReport"/>.</summary>
internal sealed class CalibrationCounts(int bins, IReadOnlyList<double> thresholds, int sampleDocuments)
{
    /// <summary>The tolerance for probabilities outside 0 to 1; those of fastText reach 1.00001.</summary>
    private const double Tolerance = 1e-3;
    private readonly long[] counts = new long[bins], positives = new long[bins];
    private readonly CompensatedSum[] sums = new CompensatedSum[bins];
    private readonly (long Positive, long Negative)[] kept = new (long, long)[thresholds.Count];
    private readonly KeyedSample<(double Score, bool IsPositive)> sample = new(sampleDocuments);
    private CompensatedSum squares;
    private long unusable;

    public void Skip() => unusable++;

    public void Add(double score, bool isPositive, AnnotationRow row, string name)
    {
        if (score is < -Tolerance or > 1 + Tolerance)
            throw new CurationException(FormattableString.Invariant(
                $"'{name}' is {score} in record {row.Record} of shard {row.Shard} (both counted from 0): calibration needs probabilities between 0 and 1."));
        double probability = Math.Clamp(score, 0, 1);
        int bin = Math.Min(bins - 1, (int)(probability * bins));
        counts[bin]++;
        sums[bin].Add(probability);
        if (isPositive) positives[bin]++;
        double error = probability - (isPositive ? 1 : 0);
        squares.Add(error * error);
        for (int i = 0; i < thresholds.Count && score >= thresholds[i]; i++)
        {
            if (isPositive) kept[i].Positive++;
            else kept[i].Negative++;
        }
        sample.Add(row.IdHash, () => (score, isPositive));
    }

    public CalibrationReport ToReport()
    {
        long documents = counts.Sum(), positive = positives.Sum();
        var curve = new ReliabilityBin[bins];
        double distance = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            double mean = counts[bin] == 0 ? double.NaN : sums[bin].Value / counts[bin],
                share = counts[bin] == 0 ? double.NaN : (double)positives[bin] / counts[bin];
            curve[bin] = new() { Low = (double)bin / bins, High = (double)(bin + 1) / bins, Documents = counts[bin], MeanScore = mean, PositiveShare = share };
            if (counts[bin] > 0) distance += Math.Abs(mean - share) * counts[bin];
        }
        return new()
        {
            Documents = documents,
            Positives = positive,
            Unusable = unusable,
            BrierScore = documents == 0 ? double.NaN : squares.Value / documents,
            ExpectedCalibrationError = documents == 0 ? double.NaN : distance / documents,
            RocAuc = AreaUnderCurve(sample.ToArray()),
            Bins = [.. curve],
            Thresholds = [.. thresholds.Select((threshold, i) => new ThresholdPoint
            {
                Threshold = threshold,
                TruePositives = kept[i].Positive,
                FalsePositives = kept[i].Negative,
                FalseNegatives = positive - kept[i].Positive,
            })],
        };
    }

    /// <summary>Computes the area under the ROC curve from the positives' ranks (Mann and Whitney 1947). Equal scores share their ranks.</summary>
    internal static double AreaUnderCurve((double Score, bool IsPositive)[] documents)
    {
        double[] ranks = Correlation.Ranks([.. documents.Select(document => document.Score)]);
        double positive = 0, sum = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            if (!documents[i].IsPositive) continue;
            positive++;
            sum += ranks[i];
        }
        double negative = ranks.Length - positive;
        return positive == 0 || negative == 0 ? double.NaN : (sum - positive * (positive + 1) / 2) / (positive * negative);
    }
}
