using System.CommandLine;

namespace DataCuration.Throughput;

/// <summary>The <c>dsir</c> command.</summary>
internal static class DsirCommand
{
    private static readonly string[] Stages = ["fit", "weights", "resample"];

    public static Command Create()
    {
        var stage = new Option<string>("--stage")
        {
            Description = "fit, weights, resample, all, or read (reading and parsing alone). The earlier stages that a stage needs always run first in the "
                + "same process, so that its tables are filled.",
            DefaultValueFactory = _ => "all"
        };
        stage.AcceptOnlyFromAmong([.. Stages, "all", "read"]);
        var raw = new Option<FileInfo>("--raw") { Description = "The raw corpus, JSONL.", Required = true };
        var target = new Option<FileInfo>("--target") { Description = "The target corpus, JSONL.", Required = true };
        var work = new Option<DirectoryInfo>("--work")
        {
            Description = "The work folder. Every repetition gets a new folder in it, so that no finished work is reused, and deletes it.",
            Required = true
        };
        var workers = new Option<int[]>("--procs")
        {
            Description = "Workers. Several numbers alternate in the same run, and each is compared with the first.",
            DefaultValueFactory = _ => [Environment.ProcessorCount],
            AllowMultipleArgumentsPerToken = true
        };
        var seed = new Option<ulong>("--seed") { Description = "The seed of the noise." };
        var count = new Option<long>("--k") { Description = "The number of documents to select.", DefaultValueFactory = _ => 10_000 };
        var buckets = new Option<int>("--buckets") { DefaultValueFactory = _ => 10_000 };
        var ngrams = new Option<int>("--ngrams") { DefaultValueFactory = _ => 2 };
        var laplace = new Option<double>("--laplace") { Description = "Pseudo-count of the target." };
        var minLength = new Option<long>("--minlen") { Description = "Shorter documents (in tokens) are not selected.", DefaultValueFactory = _ => 100 };
        var hash = new Option<string>("--hash") { DefaultValueFactory = _ => "sha256" };
        hash.AcceptOnlyFromAmong("sha256", "xxh3");
        var weighting = new Option<string>("--weighting") { DefaultValueFactory = _ => "raw" };
        weighting.AcceptOnlyFromAmong("raw", "normalized", "chunked");
        var baseline = new Option<bool>("--baseline")
        {
            Description = "Also run the straightforward C# port (one SHA256.HashData for each n-gram, one core) in the same process, and print the ratios."
        };
        var baselineMegabytes =
            new Option<int>("--baseline-mb") { Description = "The part of the raw corpus that the port runs on.", DefaultValueFactory = _ => 20 };
        var repeat = new Option<int>("--repeat") { Description = "Repetitions; the medians are printed at the end.", DefaultValueFactory = _ => 1 };
        var warm = new Option<int>("--warm") { Description = "Repetitions that run first; they are printed but not counted.", DefaultValueFactory = _ => 0 };
        var command = new Command("dsir", "Fit, weights and selection of DSIR. Prints a line of JSON for each stage.")
        {
            stage, raw, target, work, workers, seed, count, buckets, ngrams, laplace, minLength, hash, weighting, baseline, baselineMegabytes, repeat, warm,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string wanted = parsed.GetValue(stage)!;
            var benchmark = new DsirBenchmark
            {
                Raw = parsed.GetValue(raw)!,
                Target = parsed.GetValue(target)!,
                Work = parsed.GetValue(work)!,
                Workers = parsed.GetValue(workers)!,
                Seed = parsed.GetValue(seed),
                Count = parsed.GetValue(count),
                Features = new HashedNGrams
                {
                    NGrams = parsed.GetValue(ngrams),
                    Buckets = parsed.GetValue(buckets),
                    Hash = parsed.GetValue(hash) == "xxh3" ? NGramHash.XxHash3 : NGramHash.Sha256
                },
                Smoothing = parsed.GetValue(laplace),
                MinTokens = parsed.GetValue(minLength),
                Weighting = parsed.GetValue(weighting) switch
                {
                    "normalized" => DsirWeighting.LengthNormalized(),
                    "chunked" => DsirWeighting.Chunked(),
                    _ => DsirWeighting.Raw
                },
                ReadsFirst = wanted is "read" or "all",
                Last = wanted == "all" ? Stages.Length - 1 : Array.IndexOf(Stages, wanted),
                BaselineBytes = parsed.GetValue(baseline) ? parsed.GetValue(baselineMegabytes) * 1_000_000L : 0,
                Repetitions = parsed.GetValue(repeat),
                WarmUp = parsed.GetValue(warm),
            };
            await benchmark.RunAsync(Console.Out, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
