using System.Globalization;

namespace DataCuration.Conformance;

/// <summary>The checks of one case. The first failure is kept in words, the others are counted.</summary>
public sealed class CaseJudge
{
    private const int ShownLength = 160;

    /// <summary>How many checks failed.</summary>
    public int Failures { get; private set; }

    /// <summary>The first failed check; null if none failed.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Notes a failed check.</summary>
    public void Fail(string field, string expected, string got)
    {
        if (Failures++ == 0) FirstFailure = $"{field}: expected {Shorten(expected)}, got {Shorten(got)}";
    }

    /// <summary>Both must be equal; numbers bit for bit, but for the zero's sign.</summary>
    public void Equal<T>(string field, T expected, T got)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, got)) Fail(field, Text(expected), Text(got));
    }

    /// <summary>Both must have equal elements in the same order.</summary>
    public void Same<T>(string field, IReadOnlyList<T> expected, IReadOnlyList<T> got)
    {
        if (expected.Count != got.Count)
        {
            Fail(field, $"{expected.Count} elements", $"{got.Count} elements");
            return;
        }
        for (int i = 0; i < expected.Count; i++) Equal($"{field}[{i}]", expected[i], got[i]);
    }

    /// <summary>Both must have the same elements in order, within a tolerance relative to the expected one.</summary>
    /// <param name="field">The field.</param>
    /// <param name="expected">What the vectors say.</param>
    /// <param name="got">What came out.</param>
    /// <param name="tolerance">The relative error allowed.</param>
    /// <param name="scale">Errors are relative to the expected value, but to no less than this.</param>
    public void Near(string field, IReadOnlyList<double> expected, IReadOnlyList<double> got, double tolerance, double scale)
    {
        if (expected.Count != got.Count)
        {
            Fail(field, $"{expected.Count} elements", $"{got.Count} elements");
            return;
        }
        for (int i = 0; i < expected.Count; i++) Near($"{field}[{i}]", expected[i], got[i], tolerance, scale);
    }

    /// <summary>As for lists.</summary>
    public void Near(string field, double expected, double got, double tolerance, double scale)
    {
        // Written so that a NaN fails.
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
