using System.Globalization;
using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Synthesis;

/// <summary>The calls for one document, and what is known of its texts so far.</summary>
internal sealed class EntiGraphDocument
{
    private readonly EntiGraphExpander options;
    private readonly LanguageModelCalls calls;
    private readonly Document source;
    private readonly StageContext context;
    private readonly string enclosed;
    private readonly VerbatimIndex verbatim = new();
    private readonly SortedDictionary<string, long> problems = new(StringComparer.Ordinal);
    private long texts;
    private long unusable;
    private long textTokens;

    public EntiGraphDocument(EntiGraphExpander options, LanguageModelCalls calls, Document source, StageContext context)
    {
        this.options = options;
        this.calls = calls;
        this.source = source;
        this.context = context;
        enclosed = EntiGraphPrompts.Enclose(source.Text);
        verbatim.Add(source.Utf8Text.Span);
    }

    /// <summary>The entities, after <see cref="AskEntitiesAsync"/>.</summary>
    public string[] Entities { get; private set; } = [];

    /// <summary>The number of texts that the document will have, as far as it is known. It bounds the unusable ones.</summary>
    public long Planned { get; set; }

    /// <summary>The tokens of the usable texts so far, the summary included.</summary>
    public long Tokens { get; private set; }

    /// <summary>
    /// Returns the number of texts that are still missing to a number of tokens, if they are as long as those so far. It is at most twice the number so far:
    /// a few very short texts must not start a flood of calls.
    /// </summary>
    public long RoundFor(long target)
    {
        const int FirstRound = 64;
        double mean = Math.Max(1, texts == 0 ? Tokens : (double)textTokens / texts);
        return (long)Math.Min(Math.Ceiling((target - Tokens) / mean), 2.0 * Math.Max(texts, FirstRound));
    }

    /// <summary>Asks for the entities and returns the summary.</summary>
    public async Task<Document> AskEntitiesAsync(CancellationToken cancellationToken)
    {
        LanguageModelCall call = Call("entities", options.Prompts.BuildEntityMessages(source.Text), options.EntityParameters, attempt: 0);
        StructuredAnswer<EntityAnswer> answer =
            await calls.CallAsync(call, EntityList.Parser(), options.Repair, cancellationToken).ConfigureAwait(false);
        Entities = EntityList.Clean(answer.Value.Entities, options.MaxEntities);
        var summary = new EntiGraphText(answer.Value.Summary, null, answer.Answer, 0);
        return Child(summary, "summary", Entities, CountTokens(summary));
    }

    /// <summary>Asks about tuples. The calls overlap, and the texts come in the order of the tuples.</summary>
    /// <exception cref="AnswerRejectedException">Too many texts cannot be used.</exception>
    public async IAsyncEnumerable<Document> AskAsync(
        IEnumerable<EntityTuple> tuples, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<(EntityTuple Tuple, EntiGraphText Text)> answers = context.RunConcurrentlyAsync(tuples,
            async (tuple, token) => (tuple, await AskAsync(tuple, token).ConfigureAwait(false)), cancellationToken);
        await foreach ((EntityTuple tuple, EntiGraphText text) in answers.ConfigureAwait(false))
        {
            long tokens = CountTokens(text);
            texts++;
            if (text.Problem is { } problem)
            {
                problems[problem] = problems.GetValueOrDefault(problem) + 1;
                if (++unusable > options.MaxUnusableShare * Planned) throw TooMany();
            }
            else
            {
                textTokens += tokens;
            }
            yield return Child(text, tuple.Kind, tuple.Names(Entities), tokens);
        }
    }

    private async Task<EntiGraphText> AskAsync(EntityTuple tuple, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> messages = options.Prompts.BuildRelation(enclosed, tuple.Names(Entities));
        for (int attempt = 0; ; attempt++)
        {
            LanguageModelAnswer answer;
            try
            {
                answer = await calls.CallAsync(Call(tuple.Kind, messages, options.TextParameters, attempt), cancellationToken).ConfigureAwait(false);
            }
            catch (LanguageModelCallException e) when (e.Failure == CallFailure.BadRequest)
            {
                // The server will not take this prompt, mostly because of a content filter. The document's other texts are not lost for it.
                return new EntiGraphText("", "bad_request", null, attempt);
            }
            string? problem = answer.Problem switch
            {
                AnswerProblem.None => null,
                AnswerProblem.CutOff => "cut_off",
                _ => answer.Problem.ToString().ToLowerInvariant(),
            };
            if (problem is null || attempt + 1 >= options.MaxAttempts) return new EntiGraphText(answer.Text.Trim(), problem, answer, attempt);
        }
    }

    private LanguageModelCall Call(string step, IReadOnlyList<ChatMessage> messages, CallParameters parameters, int attempt) => new()
    {
        DocumentId = source.Id,
        Task = $"{EntiGraphExpander.MethodName}_{step}",
        PromptVersion = PromptVersion(step),
        Messages = messages,
        Model = options.Model,
        Parameters = parameters,
        Attempt = attempt,
        Stage = context,
    };

    private string PromptVersion(string step) => $"{options.Prompts.Version}/{step}";

    private Document Child(EntiGraphText text, string kind, string[] entities, long tokens)
    {
        if (text.Problem is null) Tokens += tokens;
        var document = new Document(null, text.Text);
        DocumentEditor child = document.Edit()
            .Set(SyntheticAnnotations.Source, source.Id)
            .Set(SyntheticAnnotations.Method, EntiGraphExpander.MethodName)
            .Set(SyntheticAnnotations.Kind, kind)
            .Set(SyntheticAnnotations.Entities, EntityList.ToJson(entities))
            .Set(SyntheticAnnotations.Model, options.Model ?? calls.Endpoint.Model)
            .Set(SyntheticAnnotations.Prompt, PromptVersion(kind == "summary" ? "entities" : kind))
            .Set(SyntheticAnnotations.Attempt, text.Attempt)
            .Set(SyntheticAnnotations.Tokens, tokens)
            .Set(SyntheticAnnotations.Verbatim, verbatim.MatchedShare(document));
        if (text.Answer?.ServedBy is { } served) child.Set(SyntheticAnnotations.ServedBy, served);
        if (text.Problem is { } problem) child.Set(SyntheticAnnotations.Problem, problem);
        return child.Build();
    }

    /// <summary>Counts the tokens of a text. A summary is a part of its answer, whose count would be too high: its share of the characters is taken.</summary>
    private long CountTokens(EntiGraphText text)
    {
        if (options.TokenEncoder is { } encoder)
        {
            var tokens = new List<int>();
            encoder.Encode(System.Text.Encoding.UTF8.GetBytes(text.Text), tokens);
            return tokens.Count;
        }
        if (text.Answer is not { Text.Length: > 0 } answer) return 0;
        return text.Text.Length >= answer.Text.Length ? answer.OutputTokens
            : (long)Math.Ceiling((double)answer.OutputTokens * text.Text.Length / answer.Text.Length);
    }

    private AnswerRejectedException TooMany()
    {
        string counts = string.Join(", ", problems.Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Key} {problem.Value}")));
        return new AnswerRejectedException(string.Create(CultureInfo.InvariantCulture,
            $"Document '{source.Id}': {unusable} of {Planned} texts cannot be used ({counts}); at most a share of {options.MaxUnusableShare} may be unusable "
            + $"({nameof(EntiGraphExpander.MaxUnusableShare)}). Its answers so far are in the ledger."))
        { Reason = "unusable_texts" };
    }
}
