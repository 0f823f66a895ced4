namespace DataCuration.LanguageModels;

/// <summary>The limits of one endpoint, which all stages and workers of the process share, and how it is dealt with when it fails. None of them changes an answer.</summary>
public sealed record EndpointOptions
{
    internal const int LargestAnswerChars = 40_000_000;

    /// <summary>Timers take no more than 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>The model that calls go to which name none; it is part of their keys. Empty for the client's own default model, which is then asked of the client. Default: empty.</summary>
    public string Model { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    /// <summary>How many requests are under way at once; 1 or more. Default: 16 (our choice: enough to fill a local server's batch, few enough for the smallest hosted tier).</summary>
    public int MaxConcurrency { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one request is under way."); } = 16;

    /// <summary>The most requests in a minute; null for no limit. Default: null.</summary>
    public double? RequestsPerMinute { get; init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate is positive."); }

    /// <summary>The most tokens in a minute, prompts and answers together; null for no limit. Requests count with their estimate first, and with what the server reports afterwards. Default: null.</summary>
    public double? TokensPerMinute { get; init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate is positive."); }

    /// <summary>How long an answer may take; at most 30 days. Default: 5 minutes.</summary>
    public TimeSpan Timeout { get; init => field = value > TimeSpan.Zero && value <= LongestWait ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time-out is positive and at most 30 days."); } = TimeSpan.FromMinutes(5);

    /// <summary>How often a request is sent at most, the first time included; 1 or more. Default: 6.</summary>
    public int MaxTries { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A request is tried at least once."); } = 6;

    /// <summary>The wait before the second try; it doubles with each further one. Half of it is drawn from the call's key; at most 30 days. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; init => field = value >= TimeSpan.Zero && value <= LongestWait ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A wait is not negative and at most 30 days."); } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of our own choosing; at most 30 days. Default: 1 minute.</summary>
    public TimeSpan MaxRetryDelay { get; init => field = value >= TimeSpan.Zero && value <= LongestWait ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A wait is not negative and at most 30 days."); } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that a server may ask for (Retry-After), at most 30 days: if it asks for more, the run stops; if it asks for less than the wait of our own, that one is kept. Default: 10 minutes.</summary>
    public TimeSpan MaxRetryAfter { get; init => field = value >= TimeSpan.Zero && value <= LongestWait ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A wait is not negative and at most 30 days."); } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// After so many calls in a row that failed in all their tries for the server's, the network's or the client's reasons, the run stops instead of sending the rest of the corpus to quarantine; 1 or more. Default: 20.
    /// </summary>
    public int MaxFailedCallsInARow { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one call fails."); } = 20;

    /// <summary>Whether answers are taken as streams: a loop that has gone on for 3,000 characters (our choice, longer than rules and padding) is then broken off, which saves its rest; the answer is recorded as it stands, with the finish reason <c>broken_off</c>. Default: false.</summary>
    public bool Streaming { get; init; }

    /// <summary>A longer answer is a malformed response, which is paid for and not asked for again, in UTF-16 units; at most 40,000,000, which fit a record of the ledger however they are escaped. Default: 1,000,000.</summary>
    public int MaxAnswerChars { get; init => field = value is >= 1 and <= LargestAnswerChars ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is between 1 and 40,000,000."); } = 1_000_000;

    /// <summary>Tells what the client's exceptions mean, and the time; null where it does not know, or to leave it all to <see cref="CallErrors.Classify"/>. Default: null.</summary>
    public Func<Exception, DateTimeOffset, CallError?>? Classify { get; init; }
}
