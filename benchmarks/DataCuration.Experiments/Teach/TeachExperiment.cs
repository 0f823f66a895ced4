using System.Globalization;
using DataCuration.LanguageModels;
using DataCuration.Synthesis;
using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Teach;

/// <summary>
/// One seed of the experiment. All models read the same replay for half of their tokens: everything about the practice articles (articles, generated texts,
/// answered questions). The other half is the tested articles repeated, or EntiGraph's texts about them.
/// </summary>
internal sealed class TeachExperiment(ulong seed, int tested, int practice, int steps) : IDisposable
{
    /// <summary>The parts of the tokens; those about the tested articles have the rest.</summary>
    private const double PracticeArticles = 0.1, PracticeNotes = 0.2, PracticeQuestions = 0.2;

    private readonly TemporaryFolder folder = new();
    private readonly List<TokenShards> opened = [];

    /// <summary>The tokens of each text, by its name, after <see cref="RunAsync"/>.</summary>
    public SortedDictionary<string, long> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The calls that the stand-in answered.</summary>
    public long Calls { get; private set; }

    public async Task<IReadOnlyList<TeachOutcome>> RunAsync(bool withControl, CancellationToken cancellationToken)
    {
        var backend = new TorchSharpBackend();
        var world = new InventedWorld(seed, tested, practice);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"], Seed = seed });
        Document[] testedNotes = await ExpandAsync("tested", world.Tested, TripleBudget.All, run, cancellationToken).ConfigureAwait(false);
        Document[] practiceNotes = await ExpandAsync("practice", world.Practice, TripleBudget.None, run, cancellationToken).ConfigureAwait(false);
        Document[] testedArticles = InventedWorld.AsDocuments(world.Tested), practiceArticles = InventedWorld.AsDocuments(world.Practice);
        Document[] questions = world.AnsweredQuestions();
        var encoder = new WordEncoder(new[] { testedArticles, practiceArticles, testedNotes, practiceNotes, questions }
            .SelectMany(documents => documents).Select(document => document.Text));

        WeightedTokenShards[] replay =
        [
            new() { Shards = await WriteAsync("practice-articles", practiceArticles).ConfigureAwait(false), Weight = PracticeArticles },
            new() { Shards = await WriteAsync("practice-notes", practiceNotes).ConfigureAwait(false), Weight = PracticeNotes },
            new() { Shards = await WriteAsync("practice-questions", questions).ConfigureAwait(false), Weight = PracticeQuestions },
        ];
        List<TeachArm> arms =
        [
            new("articles", await WriteAsync("tested-articles", testedArticles).ConfigureAwait(false)),
            new("entigraph", await WriteAsync("tested-notes", testedNotes).ConfigureAwait(false)),
        ];
        if (withControl) arms.Add(new("replay only", null));
        var test = new ClozeTest(world, seed, encoder);
        var outcomes = new List<TeachOutcome>();
        foreach (TeachArm arm in arms)
        {
            TokenMixture mixture = arm.TestedText is null ? new(replay)
                : new([new() { Shards = arm.TestedText, Weight = 1 - PracticeArticles - PracticeNotes - PracticeQuestions }, .. replay]);
            TrainingReport report = await backend.PretrainAsync(mixture, Model(encoder), Options(), test.Evaluation, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"seed {seed}, {arm.Name}: {report.TokensSeen:N0} tokens in {report.Seconds:F0} s, "
                + $"{report.ParameterCount:N0} parameters, loss {report.Losses[^1].Loss:F3}"));
            outcomes.Add(new(arm.Name, test.Questions, test.Score(report.FinalEvaluation!), test.QuestionsPerArticle));
        }
        return outcomes;

        async Task<TokenShards> WriteAsync(string name, Document[] documents)
        {
            TokenShards shards = await Corpus.FromDocuments(documents).WriteTokenShardsAsync($"tokens/{name}", encoder, run, cancellationToken)
                .ConfigureAwait(false);
            opened.Add(shards);
            Tokens[name] = shards.TokenCount;
            return shards;
        }
    }

    public void Dispose()
    {
        foreach (TokenShards shards in opened) shards.Dispose();
        folder.Dispose();
    }

    /// <summary>Runs the real stage against the stand-in, over HTTP.</summary>
    private async Task<Document[]> ExpandAsync(string name, IReadOnlyList<InventedArticle> articles, TripleBudget triples, CurationRun run,
        CancellationToken cancellationToken)
    {
        using var server = new LoopbackChatServer(RuleDrivenEntiGraphModel.Answer);
        using var endpoint = new LanguageModelEndpoint(server.Address, new EndpointOptions { Model = "rule-driven", MaxConcurrency = 8 });
        using CallLedger ledger = CallLedger.Open(folder[$"ledger-{name}"]);
        var stage = new EntiGraphExpander(new LanguageModelCalls(endpoint, ledger)) { Triples = triples };
        Corpus written = await Corpus.FromDocuments(InventedWorld.AsDocuments(articles)).Pipe(stage, new SyntheticTextFilter())
            .WriteJsonlAsync($"entigraph/{name}", run, cancellationToken: cancellationToken).ConfigureAwait(false);
        Document[] texts = await written.AsAsyncEnumerable(run, cancellationToken).ToArrayAsync(cancellationToken).ConfigureAwait(false);
        // The summary comes from the same call as the entities.
        if (texts.Length != server.Answered)
            throw new InvalidOperationException($"The stand-in gave {server.Answered} answers, but {texts.Length} texts were written.");
        Calls += server.Answered;
        return texts;
    }

    // Texts and questions are short, so half of the context would be unused.
    private static DecoderOptions Model(WordEncoder encoder) =>
        DecoderOptions.Tiny with { VocabularySize = encoder.VocabularySize, ContextLength = 64 };

    private TrainingOptions Options() => new() { Steps = steps, BatchRows = 8, Seed = seed, Threads = 1 };
}
