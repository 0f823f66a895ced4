using System.Runtime.CompilerServices;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// Rephrases documents: a model writes each one anew in one or more styles (<see cref="RephraseStyles"/>). The children are one text for each style, in the
/// order of the styles, with their provenance (<see cref="SyntheticAnnotations"/>; the kind is the style's name).
/// </summary>
/// <remarks>
/// <para>A long document is split into passages (<see cref="RephraseStyle.MaxPassageTokens"/>), which are rephrased one by one. Their texts are joined by empty
/// lines, in the order of the document. A passage whose answer cannot be used is left out (<see cref="SyntheticAnnotations.LeftOut"/>); if more than
/// <see cref="MaxUnusableShare"/> of them are, the text has the problem of the first one too many.</para>
/// <para>All calls of a document run in the engine's window and are recorded one by one: a run that was killed repeats no recorded call.</para>
/// </remarks>
/// <param name="calls">The call layer.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.LanguageModels;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun(new RunOptions { Faults = FaultPolicy.Quarantine(0.05) });
/// using var endpoint = new LanguageModelEndpoint(new Uri("http://127.0.0.1:8000/v1/"), new EndpointOptions { Model = "qwen", MaxConcurrency = 64 });
/// using CallLedger ledger = CallLedger.Open("ledger");
/// var rephraser = new Rephraser(new LanguageModelCalls(endpoint, ledger)) { Styles = RephraseStyles.NemotronCc };
/// await Corpus.FromJsonl("sources/*.jsonl").Pipe(rephraser, new SyntheticTextFilter()).WriteJsonlAsync("rephrased", run);
/// </code>
/// </example>
public sealed class Rephraser(LanguageModelCalls calls) : TextExpander(calls, MethodName)
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/>.</summary>
    public const string MethodName = "rephrase";

    /// <summary>The styles; at least one, with different names. Default: the four of WRAP.</summary>
    /// <exception cref="ArgumentException">There is no style, or two have the same name.</exception>
    public IReadOnlyList<RephraseStyle> Styles { get; init => field = CheckStyles(value); } = RephraseStyles.Wrap;

    /// <summary>
    /// The maximum share of a text's passages whose answers cannot be used, in [0, 1]. They are left out; beyond it the whole text cannot be used, and no more
    /// of its calls start. Default: 0.25 (our choice).
    /// </summary>
    public double MaxUnusableShare { get; init => field = CheckShare(value); } = 0.25;

    /// <summary>Enough documents to fill the endpoint's places if each has one passage: the calls for its styles overlap.</summary>
    public override int Window => DocumentsFor(Styles.Count);

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        var source = new DocumentTexts(Settings, Calls, document, context);
        IEnumerable<(RephrasedText Text, int Index)> questions = Styles
            .Select(style => new RephrasedText(style, source, context, TokenEncoder, MaxUnusableShare))
            .SelectMany(text => Enumerable.Range(0, text.Questions).Select(index => (text, index)));
        IAsyncEnumerable<(RephrasedText Text, GeneratedText Answer)> answers = context.RunConcurrentlyAsync(questions,
            async (question, token) => (question.Text, await question.Text.AskAsync(question.Index, token).ConfigureAwait(false)), cancellationToken);
        await foreach ((RephrasedText text, GeneratedText answer) in answers.ConfigureAwait(false))
            if (text.Add(answer) is { } complete) yield return complete;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("method", "rephrase/1");
        DescribeSettings(writer);
        writer.Add(nameof(MaxUnusableShare), MaxUnusableShare);
        for (int i = 0; i < Styles.Count; i++) writer.AddScope($"style.{GeneratedShards.Format(i)}", Styles[i].Describe);
    }

    private static RephraseStyle[] CheckStyles(IReadOnlyList<RephraseStyle> styles)
    {
        ArgumentNullException.ThrowIfNull(styles);
        if (styles.Count == 0) throw new ArgumentException("There is no style.", nameof(styles));
        foreach (IGrouping<string, RephraseStyle> equal in styles.GroupBy(style => style.Name, StringComparer.Ordinal))
            if (equal.Count() > 1) throw new ArgumentException($"Two styles have the name '{equal.Key}'.", nameof(styles));
        return [.. styles];
    }
}
