using System.Globalization;
using DataCuration;
using DataCuration.LanguageModels;
using DataCuration.Synthesis;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace EntiGraphMix;

/// <summary>From a few documents to a model that was trained on text made from them.</summary>
internal sealed class Job(CurationRun run, LanguageModelCalls calls, TorchSharpBackend backend, ConsoleProgress progress)
{
    /// <summary>Small enough to train in seconds. A real run continues the training of a pretrained model.</summary>
    private static readonly DecoderOptions Model = DecoderOptions.Tiny with { Layers = 2, Width = 64, Heads = 2, KeyValueHeads = 2, FeedForwardWidth = 176 };

    /// <summary>The documents to learn.</summary>
    public required Corpus Sources { get; init; }

    /// <summary>General text.</summary>
    public required Corpus Replay { get; init; }

    /// <summary>Text that the model is evaluated on, by the field <c>kind</c> if it has one.</summary>
    public required Corpus HeldOut { get; init; }

    /// <summary>The number of triples for each document.</summary>
    public required int Triples { get; init; }

    /// <summary>The share of replay in the tokens of the mix.</summary>
    public required double Share { get; init; }

    /// <summary>The number of tokens to train on.</summary>
    public required long Tokens { get; init; }

    /// <summary>Runs all steps. Finished ones are found, not repeated.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ByteTokenEncoder encoder = ByteTokenEncoder.Instance;

        // 1. A model writes texts about the entities of each document and about their relations.
        var entiGraph = new EntiGraphExpander(calls) { Triples = TripleBudget.OfCount(Triples) };
        Corpus synthetic = await Sources.Pipe(entiGraph, new SyntheticTextFilter()).DropsTo("dropped")
            .WriteJsonlAsync("synthetic", run, cancellationToken: cancellationToken);
        Print(calls.Report());
        Print(await synthetic.FitAsync(new SourceCoverageMeter(Sources), run, cancellationToken));

        // 2. General text is interleaved, so that a model does not forget what it knew.
        MixedCorpus mix = await synthetic.FitAsync(new ReplayMix(Replay) { Share = Share, TokenEncoder = encoder, Parts = 4 }, run, cancellationToken);
        Print(mix.Report);

        // 3. Token shards, and a training on them.
        using TokenShards tokens = await mix.Corpus.WriteTokenShardsAsync("tokens", encoder, run, cancellationToken);
        List<Document> heldOut = await HeldOut.AsAsyncEnumerable(run, cancellationToken).ToListAsync(cancellationToken);
        var options = new TrainingOptions
        {
            Tokens = Tokens,
            WhenChanged = WhenChanged.Remake,
            CheckpointFolder = Path.Combine(run.Options.WorkDirectory, "model"),
        };
        IProgress<TrainingProgress> shown = progress.For<TrainingProgress>("training",
            value => Format($"{value.Step}/{value.TotalSteps}, loss {value.Loss:F3}, {value.TokensPerSecond:N0} tokens/s"));
        TrainingReport training = await backend.PretrainAsync(tokens, Model, options, EvaluationSet.FromDocuments(heldOut, encoder), shown, cancellationToken);
        progress.End("training");
        Print(run.Summarize());
        Print(Format($"{training.ParameterCount:N0} parameters trained on {training.TokensSeen:N0} tokens, {training.Epochs:F1} times {tokens.TokenCount:N0}"));
        int every = Math.Max(1, training.Losses.Count / 5);
        Print("loss in nats per token: " + string.Join(", ", training.Losses.Where((_, i) => i % every == 0 || i == training.Losses.Count - 1)
            .Select(loss => Format($"{loss.Loss:F3} (step {loss.Step})"))));
        var kinds = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (Document document in heldOut) kinds[document.Id] = document.TryGetValue("kind", out AnnotationValue kind) ? kind.AsString() : "text";
        foreach (IGrouping<string?, DocumentEvaluation> kind in training.FinalEvaluation!.Documents.GroupBy(document => kinds[document.Id]))
            Print(Format($"held-out {kind.Key}: {new EvaluationResult([.. kind]).BitsPerByte:F3} bits/byte"));
    }

    private void Print(object lines) => progress.WriteLine(lines.ToString()!.TrimEnd());

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
