using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Checks and messages that selections by scores share.</summary>
internal static class SelectionChecks
{
    public static IReadOnlyList<string> Names(IReadOnlyList<string> names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        foreach (string name in names) ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) throw new ArgumentException("A field is listed twice.", parameter);
        return [.. names];
    }

    public static IReadOnlyList<string> Metrics(IReadOnlyList<string> metrics) =>
        Names(metrics, nameof(metrics)) is { Count: > 0 } some ? some
            : throw new ArgumentException("Pass at least one annotation to select by.", nameof(metrics));

    /// <summary>Returns the sum of a row's scores; NaN if one is missing.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return double.IsFinite(sum) ? sum : double.NaN;
    }

    /// <summary>Returns a warning about documents that lack a score, with the fields: a misspelt name skips all documents.</summary>
    public static string UnratedWarning(long unrated, long documents, IReadOnlyList<string> scores, string unit) => string.Create(CultureInfo.InvariantCulture,
        $"{unrated} of {documents} documents lack a finite number in {string.Join(" or ", scores.Select(score => $"'{score}'"))}, or a size in {unit}, and "
            + $"cannot be selected{(unrated == documents ? ": check the name, and that the documents were rated." : ".")}");

    public static double Share(double value) =>
        value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share must be above 0 and at most 1.");

    public static string? Name(string? value) =>
        value is null || !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("The name of a field must not be empty.", nameof(value));

    public static long Budget(long value) => value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget must not be negative.");

    /// <summary>Writes a list of names or numbers to a fingerprint. Null differs from an empty list.</summary>
    public static void Describe<T>(FingerprintWriter writer, string name, IReadOnlyList<T>? values)
    {
        writer.Add($"{name}.count", values?.Count.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < values?.Count; i++) writer.Add($"{name}.{i}", string.Create(CultureInfo.InvariantCulture, $"{values[i]}"));
    }
}
