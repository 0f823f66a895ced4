using System.Globalization;

namespace DataCuration.FastText;

/// <summary>The metric that tuning maximises (<c>-autotune-metric</c>).</summary>
public sealed record FastTextMetric
{
    private FastTextMetric(FastTextMetricKind kind, double at, string? label) => (Kind, At, Label) = (kind, at, label);

    /// <summary>F1 of all labels together.</summary>
    public static FastTextMetric F1 { get; } = new(FastTextMetricKind.F1, 0, null);

    /// <summary>The kind of metric.</summary>
    public FastTextMetricKind Kind { get; }

    /// <summary>The minimum recall or precision, 0 to 1; 0 with F1.</summary>
    public double At { get; }

    /// <summary>The label without its prefix; null for all labels together.</summary>
    public string? Label { get; }

    /// <summary>Creates the metric F1 of one label.</summary>
    /// <param name="label">The label without its prefix.</param>
    public static FastTextMetric F1Of(string label) => new(FastTextMetricKind.F1, 0, OptionChecks.NotEmpty(label));

    /// <summary>Creates the metric of the best precision with a minimum recall.</summary>
    /// <param name="recall">The minimum recall, 0 to 1.</param>
    /// <param name="label">The label without its prefix; null for all labels together.</param>
    public static FastTextMetric PrecisionAtRecall(double recall, string? label = null) => new(FastTextMetricKind.PrecisionAtRecall, Share(recall), label);

    /// <summary>Creates the metric of the best recall with a minimum precision.</summary>
    /// <param name="precision">The minimum precision, 0 to 1.</param>
    /// <param name="label">The label without its prefix; null for all labels together.</param>
    public static FastTextMetric RecallAtPrecision(double precision, string? label = null) =>
        new(FastTextMetricKind.RecallAtPrecision, Share(precision), label);

    /// <summary>
    /// Parses the C++ program's notation: <c>f1</c>, <c>f1:LABEL</c>, <c>precisionAtRecall:PERCENT[:LABEL]</c> or <c>recallAtPrecision:PERCENT[:LABEL]</c>.
    /// A label may have the prefix <c>__label__</c>.
    /// </summary>
    /// <exception cref="FormatException">The text is not in this notation.</exception>
    public static FastTextMetric Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        string[] parts = text.Split(':', 2);
        if (parts[0] == "f1") return parts.Length == 1 ? F1 : F1Of(WithoutPrefix(parts[1]));
        if (parts[0] is "precisionAtRecall" or "recallAtPrecision" && parts.Length == 2)
        {
            string[] rest = parts[1].Split(':', 2);
            if (double.TryParse(rest[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) && percent is >= 0 and <= 100)
            {
                string? label = rest.Length == 2 ? WithoutPrefix(rest[1]) : null;
                return parts[0] == "precisionAtRecall" ? PrecisionAtRecall(percent / 100, label) : RecallAtPrecision(percent / 100, label);
            }
        }
        throw new FormatException($"'{text}' is not a metric. Use f1, f1:LABEL, precisionAtRecall:PERCENT[:LABEL] or recallAtPrecision:PERCENT[:LABEL].");
    }

    /// <summary>Returns the metric's value for an evaluation, 0 to 1.</summary>
    internal double Of(FastTextEvaluation evaluation)
    {
        double value = Kind switch
        {
            FastTextMetricKind.PrecisionAtRecall => evaluation.PrecisionAtRecall(At, Label),
            FastTextMetricKind.RecallAtPrecision => evaluation.RecallAtPrecision(At, Label),
            _ => evaluation.Of(Label).F1,
        };
        return double.IsNaN(value) ? 0 : value;
    }

    private static string WithoutPrefix(string label) =>
        OptionChecks.NotEmpty(label.StartsWith("__label__", StringComparison.Ordinal) ? label["__label__".Length..] : label);

    private static double Share(double value) => value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "From 0 to 1.");
}
