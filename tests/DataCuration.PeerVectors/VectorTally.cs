namespace DataCuration.PeerVectors;

/// <summary>Counts the cases of a file: passed, failed, and those in which the library differs on purpose.</summary>
public sealed class VectorTally
{
    private const int MaxMessages = 20;
    private readonly List<string> failures = [];
    private readonly SortedDictionary<string, int> deviations = new(StringComparer.Ordinal);

    /// <summary>The number of cases that passed.</summary>
    public int Passed { get; private set; }

    /// <summary>The number of cases that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The first failures, with case, expected and actual value.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>
    /// Documented deviations, counted by reason: the reference threw, contradicts itself, or its result depends on the order of a hash
    /// table. Not counted as passed.
    /// </summary>
    public IReadOnlyDictionary<string, int> Deviations => deviations;

    /// <summary>Compares one value of a case.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="name">The case.</param>
    /// <param name="expected">The reference's value.</param>
    /// <param name="actual">The library's value.</param>
    public void Equal<T>(string name, T expected, T actual)
    {
        if (EqualityComparer<T>.Default.Equals(expected, actual)) Passed++;
        else Fail(name, $"expected {Show(expected)}, got {Show(actual)}");
    }

    /// <summary>Compares two fractions with a relative tolerance of 1e-9; NaN equals NaN.</summary>
    /// <param name="name">The case.</param>
    /// <param name="expected">The reference's value.</param>
    /// <param name="actual">The library's value.</param>
    public void Near(string name, double expected, double actual)
    {
        if (expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-9 * Math.Max(Math.Abs(expected), Math.Abs(actual))) Passed++;
        else Fail(name, FormattableString.Invariant($"expected {expected:R}, got {actual:R}"));
    }

    /// <summary>Counts a case that failed.</summary>
    /// <param name="name">The case.</param>
    /// <param name="message">The difference.</param>
    public void Fail(string name, string message)
    {
        Failed++;
        if (failures.Count < MaxMessages) failures.Add($"[{name}] {message}");
    }

    /// <summary>Counts a case in which the library differs on purpose.</summary>
    /// <param name="reason">The reason, as the documentation lists it.</param>
    public void Deviate(string reason) => deviations[reason] = deviations.GetValueOrDefault(reason) + 1;

    private static string Show<T>(T value)
    {
        string text = value?.ToString() ?? "null";
        return text.Length <= 200 ? $"'{text}'" : $"'{text[..200]}'… ({text.Length} characters)";
    }
}
