namespace DataCuration.Filters;

/// <summary>Checks of thresholds in <c>init</c> accessors.</summary>
internal static class RuleChecks
{
    /// <summary>Requires a share in [0, 1], or null for a rule that is off.</summary>
    public static double? Share(double? value, string name) => value is null or (>= 0 and <= 1)
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a share between 0 and 1, or null to turn the rule off.");

    /// <summary>Requires a share in [0, 1].</summary>
    public static double Share(double value, string name) => value is >= 0 and <= 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a share between 0 and 1.");

    /// <summary>Requires a number that is not negative, or null for a rule that is off. Ratios such as symbols per word can exceed 1.</summary>
    public static double? Ratio(double? value, string name) => value is null or (>= 0 and <= double.MaxValue)
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from 0 on, or null to turn the rule off.");

    /// <summary>Requires a count that is not negative, or null for a rule that is off.</summary>
    public static int? Count(int? value, string name) => value is null or >= 0
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a count from 0 on, or null to turn the rule off.");

    /// <summary>Requires a count of at least <paramref name="min"/>.</summary>
    public static int Count(int value, int min, string name) => value >= min
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {min}.");

    /// <summary>Requires a member of an enumeration.</summary>
    public static T Defined<T>(T value, string name)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} has no such value.");

    /// <summary>Requires bounds that keep something. Stages call it when they describe themselves, before the first document: only then both are set.</summary>
    public static void Ordered(string stage, double? min, double? max)
    {
        if (min > max)
            throw new ArgumentException(FormattableString.Invariant($"{stage} keeps nothing: its minimum {min} is above its maximum {max}."));
    }

    /// <summary>True if a threshold is set: null and 0 turn a rule off.</summary>
    public static bool IsOn(double? threshold) => threshold is not (null or 0);

    /// <summary>True if a limit is set: null and 0 turn a rule off.</summary>
    public static bool IsOn(int? limit) => limit is not (null or 0);

    /// <summary>Divides; a share of nothing is 0.</summary>
    public static double Divide(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    /// <summary>Joins words for a fingerprint, so that different lists give different texts.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(',', words.Select(word => $"{word.Length}:{word}"));

    /// <summary>Adds an option that may be null to a fingerprint.</summary>
    public static void Add(this FingerprintWriter writer, string name, double? value) =>
        writer.Add(name, value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
}
