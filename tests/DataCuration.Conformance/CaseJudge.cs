using System.Globalization;

namespace DataCuration.Conformance;

/// <summary>The checks of one case. It keeps the message of the first failure and counts the others.</summary>
public sealed class CaseJudge
{
    private const int ShownLength = 160;

    /// <summary>The number of failed checks.</summary>
    public int Failures { get; private set; }

    /// <summary>The first failed check; null if none failed.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Records a failed check.</summary>
    public void Fail(string field, string expected, string got)
    {
        if (Failures++ == 0) FirstFailure = $"{field}: expected {Shorten(expected)}, got {Shorten(got)}";
    }

    /// <summary>Requires equal values; numbers must be bit-identical, except for the sign of zero.</summary>
    public void Equal<T>(string field, T expected, T got)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, got)) Fail(field, Text(expected), Text(got));
    }

    /// <summary>Requires equal elements in the same order.</summary>
    public void Same<T>(string field, IReadOnlyList<T> expected, IReadOnlyList<T> got)
    {
        if (expected.Count != got.Count)
        {
            Fail(field, $"{expected.Count} elements", $"{got.Count} elements");
            return;
        }
        for (int i = 0; i < expected.Count; i++) Equal($"{field}[{i}]", expected[i], got[i]);
    }

    /// <summary>Requires the same elements in order, within a tolerance relative to the expected one.</summary>
    /// <param name="field">The field.</param>
    /// <param name="expected">The value in the vectors.</param>
    /// <param name="got">The actual value.</param>
    /// <param name="tolerance">The allowed relative error.</param>
    /// <param name="scale">The minimum to which errors are relative, if the expected value is smaller.</param>
    public void Near(string field, IReadOnlyList<double> expected, IReadOnlyList<double> got, double tolerance, double scale)
    {
        if (expected.Count != got.Count)
        {
            Fail(field, $"{expected.Count} elements", $"{got.Count} elements");
            return;
        }
        for (int i = 0; i < expected.Count; i++) Near($"{field}[{i}]", expected[i], got[i], tolerance, scale);
    }

    /// <summary>Requires a value within a tolerance relative to the expected one.</summary>
    public void Near(string field, double expected, double got, double tolerance, double scale)
    {
        // This form fails for NaN.
        if (!(expected == got || Math.Abs(expected - got) <= tolerance * Math.Max(scale, Math.Abs(expected)))) Fail(field, Text(expected), Text(got));
    }

    private static string Text<T>(T value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        null => "nothing",
        _ => value.ToString() ?? "",
    };

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings("\\n");
        return line.Length <= ShownLength ? line : line[..ShownLength] + "…";
    }
}
