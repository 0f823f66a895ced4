using System.Globalization;

namespace DataCuration.Filters;

/// <summary>Checks of options in <c>init</c> accessors, and options that may be null in fingerprints.</summary>
internal static class PeerChecks
{
    /// <summary>Requires a share in [0, 1].</summary>
    public static double Share(double value, string name) => value is >= 0 and <= 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a share between 0 and 1.");

    /// <summary>Requires a finite number from 0 on.</summary>
    public static double NotNegative(double value, string name) => value is >= 0 and <= double.MaxValue
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from 0 on.");

    /// <summary>Requires a count of at least <paramref name="min"/>.</summary>
    public static int Count(int value, int min, string name) => value >= min
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {min}.");

    /// <summary>Requires a count from 0 on, or null for no bound.</summary>
    public static int? Count(int? value, string name) => value is null or >= 0
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a count from 0 on, or null for no bound.");

    /// <summary>Copies a list without null.</summary>
    public static IReadOnlyList<string> Texts(IReadOnlyList<string> value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        string[] copy = [.. value];
        return Array.IndexOf(copy, null) < 0 ? copy : throw new ArgumentException($"{name} has a null entry.", name);
    }

    /// <summary>Adds an option that may be null to a fingerprint.</summary>
    public static void AddOptional(this FingerprintWriter writer, string name, double? value) =>
        writer.Add(name, value?.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a list to a fingerprint: its length and its entries.</summary>
    public static void AddAll(this FingerprintWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.Add(name + ".count", values.Count);
        for (int i = 0; i < values.Count; i++) writer.Add(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), values[i]);
    }
}
