namespace DataCuration;

/// <summary>Thrown if shards of a run failed. Finished shards are kept, and the next run does only the rest.</summary>
public sealed class CurationRunException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public CurationRunException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    public CurationRunException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public CurationRunException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CurationRunException(string phase, int total, IReadOnlyList<ShardFailedException> failures)
        : base(Describe(phase, total, failures), failures[0]) => Failures = failures;

    /// <summary>The shards that failed, in order.</summary>
    public IReadOnlyList<ShardFailedException> Failures { get; } = [];

    private static string Describe(string phase, int total, IReadOnlyList<ShardFailedException> failures)
    {
        const int Shown = 5;
        string list = string.Join(Environment.NewLine, failures.Take(Shown).Select(failure => "  " + failure.Message));
        string more = failures.Count > Shown ? $"{Environment.NewLine}  … and {failures.Count - Shown} more (see Failures)" : "";
        return $"Phase '{phase}': {failures.Count} of {total} shards failed; the finished ones are kept, and the next run does the "
            + $"rest.{Environment.NewLine}{list}{more}";
    }
}
