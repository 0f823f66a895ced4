using System.ComponentModel;
using System.Globalization;

namespace DataCuration;

/// <summary>The handling of documents on which a stage throws, and of records that cannot be read.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// // At most one document of a hundred may fail. Each one goes to the quarantine folder, with the reason.
/// using var run = new CurationRun(new RunOptions { WorkDirectory = "out", Faults = FaultPolicy.Quarantine(maxRatio: 0.01) });
/// await Corpus.FromJsonl("pool/*.jsonl").WriteJsonlAsync("clean", run);
/// </code>
/// </example>
[TypeConverter(typeof(FaultPolicyConverter))]
public sealed record FaultPolicy
{
    private const double DefaultRatio = 0.01;

    private FaultPolicy(double maxRatio) => MaxRatio = maxRatio;

    /// <summary>Fails the shard at its first fault. The default of a run.</summary>
    // A new object each time: configuration binding writes into the object that it finds, and must not change the policy of other runs.
    public static FaultPolicy Fail => new(0);

    /// <summary>The maximum share of faults among a shard's documents, in [0, 1]; 0 for <see cref="Fail"/>. Children of expanders count as documents.</summary>
    public double MaxRatio
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The ratio is at least 0 and at most 1.");
    }

    /// <summary>
    /// Writes faults with their reason to the quarantine folder and continues, until they exceed a share of a shard's documents. Children of expanders count as
    /// documents.
    /// </summary>
    /// <param name="maxRatio">The share, in (0, 1]. Default: 0.01. It is checked after every 1,024 records and at the shard's end.</param>
    public static FaultPolicy Quarantine(double maxRatio = DefaultRatio) =>
        maxRatio is > 0 and <= 1 ? new(maxRatio) : throw new ArgumentOutOfRangeException(nameof(maxRatio), maxRatio, "The ratio is above 0 and at most 1.");

    /// <summary>
    /// Reads a policy from text, such as a configuration file: <c>fail</c>, <c>quarantine</c> (with the default share) or <c>quarantine 0.02</c>. Case does
    /// not matter. The text of <see cref="ToString"/> is understood too. The type converter of this type, which configuration binders use, calls this method.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="FormatException">The text is not a policy.</exception>
    public static FaultPolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1 && Is(words[0], "fail")) return Fail;
        if (words.Length == 1 && Is(words[0], "quarantine")) return Quarantine();
        bool hasRatio = words.Length == 2 || (words.Length == 4 && Is(words[1], "up") && Is(words[2], "to"));
        if (hasRatio && Is(words[0], "quarantine") && double.TryParse(words[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio)
            && ratio is > 0 and <= 1)
            return Quarantine(ratio);
        throw new FormatException($"'{text}' is not a fault policy. Write 'fail', 'quarantine', or 'quarantine' with the largest share of faults, "
            + "above 0 and at most 1: 'quarantine 0.02'.");

        static bool Is(string word, string expected) => string.Equals(word, expected, StringComparison.OrdinalIgnoreCase);
    }

    internal bool IsFail => MaxRatio == 0;

    /// <summary>Returns the policy as text.</summary>
    public override string ToString() => IsFail ? "fail" : FormattableString.Invariant($"quarantine up to {MaxRatio}");
}
