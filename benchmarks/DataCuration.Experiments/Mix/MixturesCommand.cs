using System.CommandLine;
using System.Globalization;
using DataCuration.Experiments.Select;
using DataCuration.Mixing;
using DataCuration.Tokenization;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Mix;

/// <summary>The <c>mixtures</c> command: finds mixtures of sources for a target, and shows what they are worth.</summary>
internal static class MixturesCommand
{
    private const int Context = 256;

    public static Command Create()
    {
        var corpus = Many<string>("--corpus", "JSONL files (patterns) with the fields id and text.", []);
        var targets = Many<string>("--target",
            "Targets, as NAME=FIELD:VALUE: of the documents with this value, 10 % are for the search, 20 % for the result, 70 % stay in their source.", []);
        (corpus.Required, targets.Required) = (true, true);
        var sourceField = One("--source-field", "The field that names a document's source.", "source");
        var minShare = One("--min-share", "Sources with a smaller part of all text become one, but not those of the target.", 0.03);
        var heldOut = One("--held-out-bytes", "The held-out text of the search and that of other kinds. The result has up to four times as much.", 60_000L);
        var tokens = One("--tokens", "The tokens of each last training.", 131_072L);
        var searchTokens = One("--search-tokens", "The tokens of each training of the search.", 32_768L);
        var iterations = Many("--iterations", "The trainings of each iteration of the search.", [36, 18, 10]);
        var budgets = Many("--budgets", "The tokens of the trainings for the laws, beside those of a last training.", [32_768L, 65_536]);
        var ratios = Many("--ratios", "The shares of the target's sources that the laws are fitted to.", [0, 0.1, 0.33, 0.5, 0.8, 1]);
        var unseen = Many("--unseen", "Shares that the laws are not fitted to.", [0.2, 0.67]);
        var secondModel = One("--second-model", "Also measures the ratios with a smaller model, for the nine-parameter law.", false);
        var lawSeeds = Many<ulong>("--law-seeds", "The seeds of the trainings for the laws; losses are means over them.", [1, 2, 3]);
        var tolerance = One("--tolerance", "The relative increase of the loss on other text that the plan may cause.", 0.03);
        var seeds = Many<ulong>("--seeds", "The seeds of the last trainings.", [1, 2, 3]);
        var tokenizer = new Option<FileInfo?>("--tokenizer") { Description = "A tokenizer.json. Default: one is trained on the corpus." };
        var vocabulary = One("--vocabulary", "The tokens of the tokenizer that is trained; 0 to train on bytes.", 4096);
        var batchRows = One("--batch-rows", "The rows of a batch: few, since a small budget needs many steps.", 2);
        var optimizer = One("--optimizer", "The optimizer.", OptimizerKind.Muon);
        var learningRate = One("--learning-rate", "The highest learning rate.", 0.01);
        var parallel = One("--parallel", "The trainings at a time, each with one thread.", Environment.ProcessorCount);
        var work = new Option<DirectoryInfo>("--work") { Description = "The folder of all files. The same command continues from there.", Required = true };
        var output = new Option<FileInfo?>("--out") { Description = "A file that the results are appended to, as lines of JSON. Default: none." };
        var machine = One("--machine", "The description of the machine in the results.",
            $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        var command = new Command("mixtures", "Finds mixtures of sources by CLIMB and by the D-CPT law with small trainings, and compares them with the "
            + "uniform mixture and with the sources' sizes at equal tokens on held-out text of the target.")
        {
            corpus, targets, sourceField, minShare, heldOut, tokens, searchTokens, iterations, budgets, ratios, unseen, secondModel, lawSeeds, tolerance,
            seeds, tokenizer, vocabulary, batchRows, optimizer, learningRate, parallel, work, output, machine,
        };
        command.SetAction((parsed, _) => ConsoleProgram.RunAsync(async cancellationToken =>
        {
            string folder = parsed.GetValue(work)!.FullName;
            Corpus documents = Corpus.FromJsonl([.. parsed.GetValue(corpus)!]);
            ITokenEncoder encoder = parsed.GetValue(tokenizer) is { } file ? HuggingFaceTokenizer.Load(file.FullName)
                : await EncoderAsync(documents, parsed.GetValue(vocabulary), folder, cancellationToken).ConfigureAwait(false);
            var bench = new MixtureBench(documents, encoder, new TorchSharpBackend(), folder)
            {
                SourceField = parsed.GetValue(sourceField)!,
                MinShare = parsed.GetValue(minShare),
                HeldOutBytes = parsed.GetValue(heldOut),
                Models = [.. Models(encoder).Take(parsed.GetValue(secondModel) ? 2 : 1)],
                Training = new()
                {
                    Threads = 1,
                    Device = TrainingDevice.Cpu,
                    BatchRows = parsed.GetValue(batchRows),
                    Optimizer = parsed.GetValue(optimizer),
                    PeakLearningRate = parsed.GetValue(learningRate),
                },
                Tokens = parsed.GetValue(tokens),
                SearchTokens = parsed.GetValue(searchTokens),
                Search = MixtureSearchOptions.Climb with { Iterations = parsed.GetValue(iterations)! },
                Budgets = parsed.GetValue(budgets)!,
                Ratios = parsed.GetValue(ratios)!,
                UnseenRatios = parsed.GetValue(unseen)!,
                LawSeeds = [.. parsed.GetValue(lawSeeds)!.Distinct()],
                Tolerance = parsed.GetValue(tolerance),
                Seeds = [.. parsed.GetValue(seeds)!.Distinct()],
                ParallelRuns = parsed.GetValue(parallel),
            };
            foreach (string target in parsed.GetValue(targets)!)
            {
                MixtureBenchReport report = await bench.RunAsync(BenchTarget.Parse(target), new Lines(), cancellationToken).ConfigureAwait(false);
                Console.WriteLine(report.ToMarkdown());
                Write(report, new(parsed.GetValue(output), "mixtures", parsed.GetValue(machine)!, string.Create(CultureInfo.InvariantCulture,
                    $"mixtures --target {target} --vocabulary {encoder.VocabularySize} --tokens {bench.Tokens} --budgets {string.Join(' ', bench.Budgets)} "
                    + $"--search-tokens {bench.SearchTokens} --iterations {string.Join(' ', bench.Search.Iterations)} "
                    + $"--law-seeds {string.Join(' ', bench.LawSeeds)} --seeds {string.Join(' ', bench.Seeds)}")));
            }
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalMinutes:F1} processor minutes"));
        }));
        return command;
    }

    /// <summary>Trains a tokenizer on the whole corpus. It is the same for all mixtures, so it favours none.</summary>
    private static async Task<ITokenEncoder> EncoderAsync(Corpus corpus, int vocabulary, string folder, CancellationToken cancellationToken)
    {
        if (vocabulary == 0) return ByteTokenEncoder.Instance;
        using var run = new CurationRun(new RunOptions { WorkDirectory = Path.Combine(folder, "tokenizer"), WhenChanged = WhenChanged.Remake });
        TrainedTokenizer trained = await corpus.FitAsync(new BpeTrainer { VocabularySize = vocabulary }, run, cancellationToken).ConfigureAwait(false);
        return trained.Tokenizer;
    }

    /// <summary>The model of the result, and a smaller one for the laws.</summary>
    private static DecoderOptions[] Models(ITokenEncoder encoder)
    {
        DecoderOptions model = DecoderOptions.Tiny with { VocabularySize = encoder.VocabularySize, ContextLength = Context };
        return [model, model with { Layers = 2, Width = 64, Heads = 2, KeyValueHeads = 2, FeedForwardWidth = 168 }];
    }

    private static void Write(MixtureBenchReport report, ResultLines lines)
    {
        foreach ((string name, MixtureWeights weights) in report.Mixtures)
        {
            BitsPerByteDifference? uniform = name == MixtureBench.Uniform ? null : report.Compare(name, MixtureBench.Uniform);
            BitsPerByteDifference? size = name == MixtureBench.BySize ? null : report.Compare(name, MixtureBench.BySize);
            lines.Add(new
            {
                target = report.Target.Name,
                mixture = name,
                weights = weights.Names.Zip(weights.Weights).ToDictionary(one => one.First, one => Math.Round(one.Second, 4)),
                bits_per_byte = Math.Round(report.BitsOf(name, MixtureBench.Test), 4),
                other_bits_per_byte = Math.Round(report.BitsOf(name, MixtureBench.General), 4),
                against_uniform = Interval(uniform),
                against_size = Interval(size),
            });
        }
        foreach (RatioPoint point in report.Laws.Points)
            lines.Add(new
            {
                target = report.Target.Name,
                parameters = point.Parameters,
                tokens = point.Tokens,
                share = point.Ratio,
                bits_per_byte = Math.Round(point.Domain, 4),
                seen = !point.IsUnseen,
                error = Math.Round(report.Laws.DomainError(point), 4),
                nine_parameters_error = report.Laws.WholeError(point) is { } whole ? Math.Round(whole, 4) : (double?)null,
                other_bits_per_byte = Math.Round(point.General, 4),
                other_error = Math.Round(report.Laws.GeneralError(point), 4),
            });
    }

    private static double[]? Interval(BitsPerByteDifference? found) =>
        found is null ? null : [Math.Round(found.Mean, 4), Math.Round(found.Low, 4), Math.Round(found.High, 4)];

    private static Option<T> One<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<T[]> Many<T>(string name, string description, T[] values) =>
        new(name) { Description = description, DefaultValueFactory = _ => values, AllowMultipleArgumentsPerToken = true };

    private sealed class Lines : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
