using System.Globalization;

namespace DataCuration.PeerVectors;

/// <summary>Collects the differences of one case.</summary>
internal sealed class CaseChecks
{
    private readonly List<string> failures = [];

    /// <summary>The number of compared values.</summary>
    public int Count { get; private set; }

    /// <summary>The first difference and the number of others, or null.</summary>
    public string? Failure => failures.Count switch { 0 => null, 1 => failures[0], _ => $"{failures[0]} (and {failures.Count - 1} more in this case)" };

    public void Equal<T>(string name, T expected, T actual)
    {
        Count++;
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) failures.Add($"{name}: expected {Show(expected)}, got {Show(actual)}");
    }

    /// <summary>Compares numbers with a relative tolerance of 1e-9.</summary>
    public void Near(string name, double expected, double actual, double tolerance = 1e-9)
    {
        Count++;
        if (!(expected == actual || Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), Math.Abs(actual))))
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected:R}, got {actual:R}"));
    }

    public void Fail(string message) => failures.Add(message);

    private static string Show<T>(T value) => value is null ? "nothing" : $"'{value}'";
}
