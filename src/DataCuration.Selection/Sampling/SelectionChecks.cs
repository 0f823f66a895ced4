using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Checks and messages that selections by scores share.</summary>
internal static class SelectionChecks
{
    public static IReadOnlyList<string> Names(IReadOnlyList<string> names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        foreach (string name in names) ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"'{twice.Key}' is listed twice.", parameter);
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

    /// <summary>Returns a warning about documents that lack a score.</summary>
    public static string UnratedWarning(long unrated, long documents, IReadOnlyList<string> scores, string unit) => string.Create(CultureInfo.InvariantCulture,
        $"{unrated} of {documents} documents lack a finite number in {Quoted(scores)}, or a size in {unit}, and cannot be selected.");

    /// <summary>Creates the exception for a selection without candidates. It names the field that is missing, and the fields that exist.</summary>
    /// <param name="table">The documents.</param>
    /// <param name="unrated">The number of documents without a score or size.</param>
    /// <param name="excluded">The number of documents that filters exclude.</param>
    /// <param name="scores">The fields of the scores.</param>
    /// <param name="unit">The unit of sizes.</param>
    /// <param name="filters">The options that exclude documents, for the message.</param>
    public static InsufficientDataException NoCandidates(
        AnnotationTable table, long unrated, long excluded, IReadOnlyList<string> scores, string unit, string filters)
    {
        if (table.RowCount == 0) return NoDocuments();
        if (excluded > 0) return new(string.Create(CultureInfo.InvariantCulture,
            $"{filters} leave nothing to select from: of {table.RowCount:N0} documents, {unrated:N0} have no score or size, and "
                + $"all other {excluded:N0} are excluded. Check the values, or leave them out."));
        FieldNames fields = table.Fields;
        return new(string.Create(CultureInfo.InvariantCulture, $"There is nothing to select from: none of {table.RowCount:N0} documents has a finite "
            + $"number in {Quoted(fields.Missing(scores))} and a size in {unit}. Check the name, and that the "
            + $"documents were rated. {fields.Describe([.. scores, unit])}"));
    }

    /// <summary>Creates the exception for a corpus without documents.</summary>
    public static InsufficientDataException NoDocuments() =>
        new("There is nothing to select from: the corpus has no documents. Its input is empty, or its stages dropped all of them; see the phase's report.");

    /// <summary>Lists names for a message.</summary>
    public static string Quoted(IReadOnlyList<string> names) => string.Join(" or ", names.Select(name => $"'{name}'"));

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
