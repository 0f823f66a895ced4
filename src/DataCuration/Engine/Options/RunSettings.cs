using System.Globalization;

namespace DataCuration;

/// <summary>Reads the options of a run from pairs of names and texts. Nothing is ignored: a name or text that cannot be used is an error.</summary>
internal static class RunSettings
{
    private const string Ratio = nameof(RunOptions.Faults) + ":" + nameof(FaultPolicy.MaxRatio);

    private static readonly Dictionary<string, Func<RunOptions, string, RunOptions>> Setters = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(RunOptions.WorkDirectory)] = (options, text) => options with { WorkDirectory = text },
        [nameof(RunOptions.MaxParallelShards)] = (options, text) => options with { MaxParallelShards = Number<int>(text) },
        [nameof(RunOptions.Faults)] = (options, text) => options with { Faults = FaultPolicy.Parse(text) },
        [nameof(RunOptions.WhenChanged)] = (options, text) => options with { WhenChanged = Choice<WhenChanged>(text) },
        [nameof(RunOptions.VerifyOutputs)] = (options, text) => options with { VerifyOutputs = Flag(text) },
        [nameof(RunOptions.Seed)] = (options, text) => options with { Seed = Number<ulong>(text) },
        [nameof(RunOptions.Rank)] = (options, text) => options with { Rank = Number<int>(text) },
        [nameof(RunOptions.WorldSize)] = (options, text) => options with { WorldSize = Number<int>(text) },
        [nameof(RunOptions.PhaseWait)] = (options, text) => options with { PhaseWait = Choice<PhaseWait>(text) },
        [nameof(RunOptions.PhaseTimeout)] = (options, text) => options with { PhaseTimeout = Time(text) },
        [nameof(RunOptions.BatchDocuments)] = (options, text) => options with { BatchDocuments = Number<int>(text) },
        [nameof(RunOptions.BatchBytes)] = (options, text) => options with { BatchBytes = Number<long>(text) },
        [nameof(RunOptions.WindowBytes)] = (options, text) => options with { WindowBytes = Number<long>(text) },
        [nameof(RunOptions.MaxDocumentChars)] = (options, text) => options with { MaxDocumentChars = Number<int>(text) },
        [nameof(RunOptions.MaxRecordBytes)] = (options, text) => options with { MaxRecordBytes = Number<int>(text) },
    };

    /// <summary>The options that are objects of the program.</summary>
    public static IReadOnlyList<string> InCode { get; } = [nameof(RunOptions.Files), nameof(RunOptions.Progress), nameof(RunOptions.WarningWriter)];

    /// <summary>The options that can be given as text.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Setters.Keys];

    public static RunOptions Read(IEnumerable<KeyValuePair<string, string?>> settings, RunOptions options)
    {
        Dictionary<string, string> given = Collect(settings);
        foreach (string name in given.Keys.Order(StringComparer.Ordinal))
        {
            if (InCode.FirstOrDefault(option => IsOrIsBelow(name, option)) is { } option)
                throw new CurationException($"The setting '{name}' cannot be given as text. Set it in code: options with {{ {option} = … }}.");
            if (!Setters.ContainsKey(name) && !Same(name, Ratio))
                throw new CurationException($"There is no setting '{name}'. The settings of a run are {string.Join(", ", Names)}, and {Ratio}.");
        }
        foreach ((string name, Func<RunOptions, string, RunOptions> set) in Setters)
            if (given.TryGetValue(name, out string? text)) options = Set(name, text, () => set(options, text));
        return given.TryGetValue(Ratio, out string? ratio) ? Set(Ratio, ratio, () => options with { Faults = WithRatio(given, ratio) }) : options;
    }

    /// <summary>The pairs with a value, by name. A section has a name too, and no value.</summary>
    private static Dictionary<string, string> Collect(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string? text) in settings)
        {
            if (text is null) continue;
            if (!given.TryAdd(name, text)) throw new CurationException($"The setting '{name}' is given twice: '{given[name]}' and '{text}'.");
        }
        return given;
    }

    private static FaultPolicy WithRatio(Dictionary<string, string> given, string text)
    {
        double ratio = Number<double>(text);
        // A policy without a share of its own gets this one; two different shares would be a guess.
        if (!given.TryGetValue(nameof(RunOptions.Faults), out string? policy)) return ratio == 0 ? FaultPolicy.Fail : FaultPolicy.Quarantine(ratio);
        FaultPolicy named = FaultPolicy.Parse(policy);
        if (named.MaxRatio != ratio && (named.IsFail || !Same(policy.Trim(), "quarantine")))
            throw new FormatException($"{nameof(RunOptions.Faults)} is '{policy}', which has another share of faults. Give one of the two settings.");
        return FaultPolicy.Quarantine(ratio);
    }

    private static RunOptions Set(string name, string text, Func<RunOptions> set)
    {
        try
        {
            return set();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // The first line: the others of an ArgumentException name the parameter.
            string problem = e.Message.Split('\n')[0].Split(" (Parameter", StringSplitOptions.None)[0].Trim();
            throw new CurationException($"The setting '{name}' is '{text}'. {problem}", e);
        }
    }

    private static T Number<T>(string text)
        where T : struct, System.Numerics.INumber<T> =>
        T.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowDecimalPoint & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out T whole) ? whole
        : typeof(T) == typeof(double) && T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) ? number
        : throw new FormatException(typeof(T) == typeof(double) ? "It must be a number, with a point for decimals."
            : typeof(T) == typeof(ulong) ? "It must be a whole number, at least 0 and below 2^64, without separators."
            : $"It must be a whole number of {(typeof(T) == typeof(int) ? "32" : "64")} bits, without separators.");

    private static T Choice<T>(string text)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => Same(name, text.Trim())) is { } found ? Enum.Parse<T>(found)
        : throw new FormatException($"It must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    private static bool Flag(string text) =>
        bool.TryParse(text.Trim(), out bool flag) ? flag : throw new FormatException("It must be true or false.");

    private static TimeSpan Time(string text) =>
        Same(text.Trim(), "infinite") ? Timeout.InfiniteTimeSpan
        // A bare number would be days, which hardly anyone means.
        : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time)
            && (time > TimeSpan.Zero || time == Timeout.InfiniteTimeSpan) ? time
        : throw new FormatException("It must be a time such as '02:30:00' (hours, minutes, seconds) or '1.00:00:00' (days first), or 'infinite'.");

    private static bool IsOrIsBelow(string name, string option) =>
        Same(name, option) || name.StartsWith(option + ":", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
