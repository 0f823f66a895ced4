using System.Text;

namespace DataCuration.Mixing;

/// <summary>The result of a <see cref="LawFitter"/>: the law, its quality, the points that were left out, and intervals from the bootstrap.</summary>
public sealed class LawFit
{
    private readonly double[][] samples;

    internal LawFit(FittedLaw law, int points, IReadOnlyList<ExcludedPoint> excluded, double[][] samples, double confidence)
    {
        this.samples = samples;
        (Law, Points, Excluded, Confidence) = (law, points, excluded, confidence);
        Parameters = [.. law.Law.Parameters.Select((parameter, i) =>
            new ParameterEstimate(parameter.Name, Interval(law.Values.Span[i], sample => sample[i])))];
    }

    internal LawFit(FittedLaw law, IReadOnlyList<LawPoint> used, IReadOnlyList<ExcludedPoint> excluded, double[][] samples, double confidence)
        : this(law, used.Count, excluded, samples, confidence)
    {
        double[] predictions = [.. used.Select(point => law.Evaluate([.. law.Law.Inputs.Select(input => point.Inputs[input])]))];
        double mean = used.Average(point => point.Value), squares = 0, around = 0, relative = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            double error = predictions[i] - used[i].Value;
            squares += error * error;
            around += (used[i].Value - mean) * (used[i].Value - mean);
            relative += Math.Abs(error / used[i].Value);
        }
        RootMeanSquareError = Math.Sqrt(squares / predictions.Length);
        RSquared = around == 0 ? (squares == 0 ? 1 : double.NegativeInfinity) : 1 - squares / around;
        MeanRelativeError = relative / predictions.Length;
    }

    /// <summary>The law with the fitted parameters.</summary>
    public FittedLaw Law { get; }

    /// <summary>The parameters with their intervals, in the law's order.</summary>
    public IReadOnlyList<ParameterEstimate> Parameters { get; }

    /// <summary>The number of points that were used.</summary>
    public int Points { get; }

    /// <summary>The points that were left out, with the reason.</summary>
    public IReadOnlyList<ExcludedPoint> Excluded { get; }

    /// <summary>The mean Huber loss of the residuals.</summary>
    public double Huber { get; internal init; }

    /// <summary>The root of the mean squared difference of prediction and measured value.</summary>
    public double RootMeanSquareError { get; internal init; }

    /// <summary>The mean of |prediction - value| / |value|.</summary>
    public double MeanRelativeError { get; internal init; }

    /// <summary>The share of the values' variance that the law explains (R²), of plain values also in a fit of logarithms.</summary>
    public double RSquared { get; internal init; }

    /// <summary>True if the best search ended at a minimum; false if it ended at <see cref="LawFitter.MaxIterations"/>.</summary>
    public bool IsConverged { get; internal init; }

    /// <summary>The number of starts.</summary>
    public int Starts { get; internal init; }

    /// <summary>The number of starts where the law was undefined at the points.</summary>
    public int FailedStarts { get; internal init; }

    /// <summary>The number of starts that were searched to the end.</summary>
    public int PolishedStarts { get; internal init; }

    /// <summary>The number of these starts that reached the best loss, to 1 %. A small number says that more starts are needed.</summary>
    public int AgreeingStarts { get; internal init; }

    /// <summary>The number of bootstrap samples.</summary>
    public int BootstrapSamples => samples.Length;

    /// <summary>The share of the bootstrap samples that an interval contains.</summary>
    public double Confidence { get; }

    /// <summary>The parameters of each bootstrap sample, in the law's order.</summary>
    internal IReadOnlyList<double[]> Samples => samples;

    /// <summary>
    /// Predicts the value at a point. The interval is that of the law's value; a single measurement also has its own noise. Predictions are far more certain
    /// than parameters, because parameters compensate each other.
    /// </summary>
    /// <param name="inputs">The name and value of every input.</param>
    /// <exception cref="ArgumentException">An input is missing, unknown, named twice or not finite.</exception>
    public LawInterval Predict(params ReadOnlySpan<(string Name, double Value)> inputs)
    {
        double[] ordered = Law.Law.OrderInputs(inputs);
        return Interval(Law.Evaluate(ordered), sample => Law.Law.Evaluate(sample, ordered));
    }

    /// <summary>Returns the report as plain text.</summary>
    public override string ToString() => LawFitText.Write(this, isMarkdown: false);

    /// <summary>Returns the report in Markdown.</summary>
    public string ToMarkdown() => LawFitText.Write(this, isMarkdown: true);

    /// <summary>
    /// Returns the fit as a JSON object: the report, and the parameters of each bootstrap sample, so that <see cref="FromJson"/> gives the same intervals.
    /// Numbers that are not finite are null, such as the ends of intervals without a bootstrap.
    /// </summary>
    public string ToJson() => Encoding.UTF8.GetString(LawFitJson.Write(this));

    /// <summary>Writes the fit as a JSON file, completely or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => stream.Write(LawFitJson.Write(this)));
    }

    /// <summary>Reads a fit from the file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="law">The law that was fitted. A file holds its formula as text only, to compare.</param>
    /// <returns>The fit, with the same predictions and intervals.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is no fit, or one of another law: a member is missing, unknown, doubled or of the wrong kind, or name, formula, inputs or parameters differ.
    /// The message names file and member.
    /// </exception>
    public static LawFit Load(string path, ParametricLaw law)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(law);
        return LawFitJson.Read(File.ReadAllBytes(path), $"'{path}'", law);
    }

    /// <summary>Reads what <see cref="ToJson"/> returned.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="law">The law that was fitted.</param>
    /// <exception cref="InvalidDataException">It is not the JSON of a fit of this law. The message names the member.</exception>
    public static LawFit FromJson(string json, ParametricLaw law)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(law);
        return LawFitJson.Read(Encoding.UTF8.GetBytes(json), "The text", law);
    }

    /// <summary>Percentiles of a number over the bootstrap samples, interpolated between the nearest two.</summary>
    private LawInterval Interval(double value, Func<double[], double> ofSample)
    {
        double[] sorted = [.. samples.Select(ofSample).Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return new(value, double.NaN, double.NaN);
        double tail = (1 - Confidence) / 2;
        return new(value, Percentile(sorted, tail), Percentile(sorted, 1 - tail));
    }

    private static double Percentile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1] : double.Lerp(sorted[below], sorted[below + 1], place - below);
    }
}
