using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Checks that selections by scores share.</summary>
internal static class SelectionChecks
{
    public static IReadOnlyList<string> Names(IReadOnlyList<string> names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        foreach (string name in names) ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) throw new ArgumentException("A field is named twice.", parameter);
        return [.. names];
    }

    public static IReadOnlyList<string> Metrics(IReadOnlyList<string> metrics) =>
        Names(metrics, nameof(metrics)) is { Count: > 0 } some ? some : throw new ArgumentException("Name at least one annotation to select by.", nameof(metrics));

    /// <summary>The sum of a row's scores; NaN where one is missing.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return double.IsFinite(sum) ? sum : double.NaN;
    }

    /// <summary>Says that documents were passed over, and by which fields: a misspelt name passes over all of them.</summary>
    public static string UnratedWarning(long unrated, long documents, IReadOnlyList<string> scores, string unit) => string.Create(CultureInfo.InvariantCulture,
        $"{unrated} of {documents} documents lack a finite number in {string.Join(" or ", scores.Select(score => $"'{score}'"))}, or a size in {unit}, and cannot be selected{(unrated == documents ? ": is the name right, and were they rated?" : ".")}");

    public static double Share(double value) => value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is above 0 and at most 1.");

    public static string? Name(string? value) => value is null || !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("A field's name is not empty.", nameof(value));

    public static long Budget(long value) => value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget is not negative.");

    /// <summary>Writes a list of names or numbers into a fingerprint; no list differs from an empty one.</summary>
    public static void Describe<T>(FingerprintWriter writer, string name, IReadOnlyList<T>? values)
    {
        writer.Add($"{name}.count", values?.Count.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < values?.Count; i++) writer.Add($"{name}.{i}", string.Create(CultureInfo.InvariantCulture, $"{values[i]}"));
    }
}
