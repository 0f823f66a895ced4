using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// The base of expanders that ask a model for texts about a document. The children carry their provenance (<see cref="SyntheticAnnotations"/>).
/// </summary>
/// <remarks>
/// <para>All calls of a document run in the engine's window and are recorded one by one: a run that was killed repeats no recorded call. A call that got no
/// answer in all of its tries is a fault of the document.</para>
/// <para>A text that cannot be used (a refusal, an empty answer) is asked for again as another sample. If no sample can be used, it is passed on with its
/// problem, so that the <see cref="SyntheticTextFilter"/> after the stage drops it under that reason and the report counts it.</para>
/// </remarks>
public abstract class TextExpander : DocumentExpander
{
    private readonly string method;

    private protected TextExpander(LanguageModelCalls calls, string method)
    {
        ArgumentNullException.ThrowIfNull(calls);
        Calls = calls;
        this.method = method;
    }

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The number of samples that are asked for until a text can be used; 1 to 100. If the parameters have a seed, each sample has the next one. At temperature
    /// 0 there is only one sample, because a model would give the same text again. Default: 2 (our choice).
    /// </summary>
    public int MaxAttempts { get; init => field = CheckAttempts(value); } = 2;

    /// <summary>
    /// Counts the tokens of the texts, for limits and provenance. Null uses the server's counts of its answers, without reasoning. Default: null.
    /// </summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>True to pass the source on too, before its texts. Default: false.</summary>
    public bool KeepsSource { get; init; }

    /// <inheritdoc/>
    public override bool KeepsParent => KeepsSource;

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => Calls.Endpoint.Options.MaxConcurrency;

    /// <summary>The call layer.</summary>
    private protected LanguageModelCalls Calls { get; }

    /// <summary>The shared options.</summary>
    private protected TextSettings Settings => new(method, Model, MaxAttempts, TokenEncoder);

    /// <summary>Requires a number of samples from 1 to 100.</summary>
    internal static int CheckAttempts(int value) => value is >= 1 and <= 100 ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of attempts must be between 1 and 100.");

    /// <summary>Requires a share from 0 to 1.</summary>
    internal static double CheckShare(double value) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");

    /// <summary>
    /// Returns the number of documents whose calls fill all places, plus two: while one ends, the next ones go through their first steps. Each document keeps
    /// its texts until those before it are done, so more would only cost memory.
    /// </summary>
    /// <param name="callsOfDocument">The number of calls of one document that overlap.</param>
    private protected int DocumentsFor(long callsOfDocument) => 2 + (int)(MaxConcurrency / Math.Clamp(callsOfDocument, 1, MaxConcurrency));

    /// <summary>Writes the shared options to the fingerprint.</summary>
    private protected void DescribeSettings(FingerprintWriter writer)
    {
        TextSettingsDescription.Write(writer, Calls, Settings);
        writer.Add(nameof(KeepsSource), KeepsSource);
    }
}
