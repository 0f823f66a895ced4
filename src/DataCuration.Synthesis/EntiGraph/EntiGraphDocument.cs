using System.Runtime.CompilerServices;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>The calls for one document, and what is known of its texts so far.</summary>
internal sealed class EntiGraphDocument(EntiGraphExpander options, DocumentTexts source, LanguageModelCalls calls, StageContext context)
{
    private readonly string enclosed = EntiGraphPrompts.Enclose(source.Source.Text);
    private readonly UnusableTexts unusable = new(options.MaxUnusableShare);
    private long textTokens;

    /// <summary>The entities, after <see cref="AskEntitiesAsync"/>.</summary>
    public string[] Entities { get; private set; } = [];

    /// <summary>The tokens of the usable texts so far, the summary included.</summary>
    public long Tokens { get; private set; }

    /// <summary>Adds to the number of texts that the document will have. It bounds the unusable ones.</summary>
    public void Plan(long texts) => unusable.Planned += texts;

    /// <summary>
    /// Returns the number of texts that are still missing to a number of tokens, if they are as long as those so far. It is at most twice the number so far:
    /// a few very short texts must not start a flood of calls.
    /// </summary>
    public long RoundFor(long target)
    {
        const int FirstRound = 64;
        long texts = unusable.Count;
        double mean = Math.Max(1, texts == 0 ? Tokens : (double)textTokens / texts);
        return (long)Math.Min(Math.Ceiling((target - Tokens) / mean), 2.0 * Math.Max(texts, FirstRound));
    }

    /// <summary>Asks for the entities and returns the summary.</summary>
    public async Task<Document> AskEntitiesAsync(CancellationToken cancellationToken)
    {
        LanguageModelCall call = source.Call(
            "entities", PromptVersion("entities"), options.Prompts.BuildEntityMessages(source.Source.Text), options.EntityParameters);
        StructuredAnswer<EntityAnswer> answer =
            await calls.CallAsync(call, EntityList.Parser(), options.Repair, cancellationToken).ConfigureAwait(false);
        Entities = EntityList.Clean(answer.Value.Entities, options.MaxEntities);
        GeneratedText summary = source.TextOf(new TextCheck(answer.Value.Summary), answer.Answer);
        return Child(summary, "summary", "entities", Entities);
    }

    /// <summary>Asks about tuples. The calls overlap, and the texts come in the order of the tuples.</summary>
    /// <exception cref="AnswerRejectedException">Too many texts cannot be used.</exception>
    public async IAsyncEnumerable<Document> AskAsync(
        IEnumerable<EntityTuple> tuples, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<(EntityTuple Tuple, GeneratedText Text)> answers = context.RunConcurrentlyAsync(tuples,
            async (tuple, token) => (tuple, await source.AskAsync(Question(tuple), token).ConfigureAwait(false)), cancellationToken);
        await foreach ((EntityTuple tuple, GeneratedText text) in answers.ConfigureAwait(false))
        {
            if (unusable.Add(text.Problem)) throw unusable.ToException(source.Source.Id, nameof(EntiGraphExpander.MaxUnusableShare));
            if (text.Problem is null) textTokens += text.Tokens;
            yield return Child(text, tuple.Kind, tuple.Kind, tuple.Names(Entities));
        }
    }

    private TextQuestion Question(EntityTuple tuple) =>
        new(tuple.Kind, PromptVersion(tuple.Kind), options.Prompts.BuildRelation(enclosed, tuple.Names(Entities)), options.TextParameters);

    private string PromptVersion(string step) => $"{options.Prompts.Version}/{step}";

    private Document Child(GeneratedText text, string kind, string step, string[] entities)
    {
        if (text.Problem is null) Tokens += text.Tokens;
        return source.Annotate(new Document(null, text.Text).Edit(), text, kind, PromptVersion(step))
            .Set(SyntheticAnnotations.Entities, EntityList.ToJson(entities)).Build();
    }
}
