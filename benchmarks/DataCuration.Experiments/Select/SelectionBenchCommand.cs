using System.CommandLine;
using DataCuration.Experiments.Pretrain;
using DataCuration.Tokenization;
using DataCuration.Training;

namespace DataCuration.Experiments.Select;

/// <summary>The <c>selection-bench</c> command: many selection methods, several targets, one table.</summary>
internal static class SelectionBenchCommand
{
    public static Command Create()
    {
        var corpus = Many("--corpus", "JSONL files (patterns) with the fields id and text.");
        var targets = Many("--target",
            "Targets, as NAME=FIELD:VALUE: of the documents with this value, 40 % are known, 30 % are held out, 30 % stay in the pool.");
        var methods = new Option<string[]>("--methods")
        {
            Description = $"The selections: {string.Join(", ", BenchMethod.All.Select(method => method.Name))}, qurating:FIELD, dataman:FIELD, "
                + "preselect:FIELD. The others are compared with the first.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. BenchMethod.All.Select(method => method.Name)],
        };
        var seeds = new Option<ulong[]>("--seeds") { Description = "The seeds.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3] };
        var bytes = new Option<long>("--bytes") { Description = "The bytes of text of each selection.", DefaultValueFactory = _ => 1_000_000 };
        var heldOut = new Option<long>("--held-out-bytes")
        {
            Description = "The bytes of text of each target that the models are evaluated on.",
            DefaultValueFactory = _ => 250_000,
        };
        var tokenizer = new Option<FileInfo?>("--tokenizer")
        {
            Description = "A tokenizer.json: trains a model of .6 million parameters and the embeddings on its tokens, instead of one on bytes.",
        };
        var large = new Option<bool>("--large")
        {
            Description = "With --tokenizer: trains the model of 'pretrain against-ngrams', 3 million parameters with a vocabulary of 4,096.",
        };
        var tokens = new Option<long?>("--tokens")
        {
            Description = "The tokens of each training. Default: a token for each byte of the selection, or for four.",
        };
        var parallel = new Option<int>("--parallel") { Description = "The trainings at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var work = new Option<DirectoryInfo>("--work") { Description = "The folder of all files. The same command continues from there.", Required = true };
        var command = new Command("selection-bench", "Trains the same small model on the selections of many methods, at equal tokens, and prints how well each "
            + "predicts held-out text of the target. 'control' is DSIR on a pool without the target's source: resemblance without retrieval.")
        {
            corpus, targets, methods, seeds, bytes, heldOut, tokenizer, large, tokens, parallel, work,
        };
        command.SetAction((parsed, _) => ConsoleProgram.RunAsync(async cancellationToken =>
        {
            ITokenEncoder encoder = parsed.GetValue(tokenizer) is { } file ? HuggingFaceTokenizer.Load(file.FullName) : ByteTokenEncoder.Instance;
            bool isBytes = parsed.GetValue(tokenizer) is null;
            long size = parsed.GetValue(bytes);
            var bench = new SelectionBench(Corpus.FromJsonl([.. parsed.GetValue(corpus)!]), encoder, parsed.GetValue(work)!.FullName)
            {
                Model = isBytes ? DecoderOptions.Tiny : parsed.GetValue(large) ? AgainstNGramsExperiment.Dimensions(encoder) : OnTokens(encoder),
                Training = new()
                {
                    Tokens = parsed.GetValue(tokens) ?? (isBytes ? size : size / 4),
                    Threads = 1,
                    Device = TrainingDevice.Cpu,
                    BatchRows = 4,
                    Optimizer = isBytes ? OptimizerKind.AdamW : OptimizerKind.Muon,
                    PeakLearningRate = isBytes ? new TrainingOptions { Tokens = 1 }.PeakLearningRate : 1e-2,
                },
                Bytes = size,
                HeldOutBytes = parsed.GetValue(heldOut),
                Seeds = [.. parsed.GetValue(seeds)!.Distinct()],
                ParallelRuns = parsed.GetValue(parallel),
            };
            Console.WriteLine(await bench.RunAsync([.. parsed.GetValue(targets)!.Select(BenchTarget.Parse)],
                BenchMethod.Find(parsed.GetValue(methods)!.Distinct()), new Lines(), cancellationToken).ConfigureAwait(false));
        }));
        return command;
    }

    private static DecoderOptions OnTokens(ITokenEncoder encoder) => new()
    {
        VocabularySize = encoder.VocabularySize,
        Layers = 3,
        Width = 128,
        Heads = 4,
        KeyValueHeads = 4,
        FeedForwardWidth = 384,
        ContextLength = 256,
        TieEmbeddings = true,
    };

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, Required = true, AllowMultipleArgumentsPerToken = true };

    private sealed class Lines : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
