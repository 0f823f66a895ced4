namespace DataCuration.LanguageModels;

/// <summary>Limits and retries of one endpoint, shared by all stages and workers of the process. None of them changes an answer.</summary>
public sealed record EndpointOptions
{
    internal const int LargestAnswerChars = 40_000_000;

    /// <summary>Timers accept at most 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>The model of calls that name none; it is part of their keys. Empty to use the default model that the client reports. Default: empty.</summary>
    public string Model { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    /// <summary>
    /// The maximum number of requests in flight; 1 or more. Default: 16 (our choice: enough to fill a local server's batch, few enough for the smallest hosted
    /// tier).
    /// </summary>
    public int MaxConcurrency
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one request must be allowed.");
    } = 16;

    /// <summary>The maximum number of requests per minute; null for no limit. Default: null.</summary>
    public double? RequestsPerMinute { get; init => field = Rate(value); }

    /// <summary>
    /// The maximum number of tokens per minute, prompts and answers together; null for no limit. A request first counts with its estimate and is corrected by
    /// the server's count. Default: null.
    /// </summary>
    public double? TokensPerMinute { get; init => field = Rate(value); }

    /// <summary>The timeout of one try; at most 30 days. Default: 5 minutes.</summary>
    public TimeSpan Timeout
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestWait ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A timeout must be positive and at most 30 days.");
    } = TimeSpan.FromMinutes(5);

    /// <summary>The maximum number of tries of a call, the first one included; 1 or more. Default: 6.</summary>
    public int MaxTries
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one try must be allowed.");
    } = 6;

    /// <summary>
    /// The wait before the second try; it doubles with each further try. Half of it is derived from the call's key. At most 30 days. Default: 1 second.
    /// </summary>
    public TimeSpan RetryDelay { get; init => field = Wait(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The upper limit of the doubling wait between tries; at most 30 days. Default: 1 minute.</summary>
    public TimeSpan MaxRetryDelay { get; init => field = Wait(value); } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest wait that a server may ask for (Retry-After); at most 30 days. If the server asks for more, the run stops. If it asks for less than
    /// <see cref="RetryDelay"/> gives, the longer wait is kept. Default: 10 minutes.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init => field = Wait(value); } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The number of consecutive failed calls that stops the run; 1 or more. Calls count that failed in all of their tries because of the server, the network
    /// or the client. The run then stops instead of quarantining the rest of the corpus. Default: 20.
    /// </summary>
    public int MaxFailedCallsInARow
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one failed call must be allowed.");
    } = 20;

    /// <summary>
    /// The number of refused calls (<see cref="CallFailure.BadRequest"/>) that stops the run while no call has succeeded, in this run or according to the
    /// ledger; 1 or more. The server then refuses more than single documents. Default: 10 (our choice).
    /// </summary>
    public int MaxRefusedCallsAtStart
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one refused call must be allowed.");
    } = 10;

    /// <summary>
    /// The number of calls refused one after the other (<see cref="CallFailure.BadRequest"/>), without an answer of the server in between, that stops the run;
    /// 1 or more. A model that was taken down, or a key that lost its rights, refuses every document from some time on. Raise it for a corpus with longer runs
    /// of documents that the server refuses. Default: 100 (our choice: far more than bad documents come in a row).
    /// </summary>
    public int MaxRefusedCallsInARow
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one refused call must be allowed.");
    } = 100;

    /// <summary>
    /// The longest wait for a server that has never been reached in this run: connection refused, unknown host, TLS failure; at most 30 days. Then the run
    /// stops with the address and the settings to check. Once the server has been reached, <see cref="MaxTries"/> applies instead, from the first try on.
    /// Default: 5 seconds. Set it to minutes to wait for a server that loads a model.
    /// </summary>
    public TimeSpan StartupTimeout { get; init => field = Wait(value); } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// True to receive answers as streams. A stream that has looped for 3,000 characters is then ended, which saves the rest of its cost (our choice: longer
    /// than horizontal rules and padding). The answer so far is recorded with the finish reason <c>broken_off</c>. Default: false.
    /// </summary>
    public bool Streaming { get; init; }

    /// <summary>
    /// The maximum length of an answer in UTF-16 units. A longer answer is a malformed response: it is paid and not requested again. At most 40,000,000, which
    /// fits into a ledger record in any JSON escaping. Default: 1,000,000.
    /// </summary>
    public int MaxAnswerChars
    {
        get;
        init => field = value is >= 1 and <= LargestAnswerChars ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit must be between 1 and 40,000,000.");
    } = 1_000_000;

    /// <summary>
    /// Classifies the client's exceptions, given the exception and the current time. A null result, or a null function, leaves the exception to
    /// <see cref="CallErrors.Classify"/>. Default: null.
    /// </summary>
    public Func<Exception, DateTimeOffset, CallError?>? Classify { get; init; }

    private static double? Rate(double? value) =>
        value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate must be positive.");

    private static TimeSpan Wait(TimeSpan value) =>
        value >= TimeSpan.Zero && value <= LongestWait ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A wait must be between 0 and 30 days.");
}
