using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Generate;

/// <summary>The <c>generate</c> command: the decoder's generation with a cache of keys and values, against computing the whole text for each token.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var tokens = new Option<int>("--tokens") { Description = "The number of new tokens.", DefaultValueFactory = _ => 512 };
        var batch = new Option<int>("--batch") { Description = "The number of prompts of the batch that is measured too.", DefaultValueFactory = _ => 16 };
        var threads = new Option<int>("--threads") { Description = "The number of threads; 0 for one per processor.", DefaultValueFactory = _ => 0 };
        var command = new Command("generate", "Generates with and without a cache with 10.8 million parameters, and in a batch.") { tokens, batch, threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var folder = new TemporaryFolder();
            using TorchSharpModel model = await SpeedModel.MakeAsync(folder, cancellationToken).ConfigureAwait(false);
            var options = new GenerationOptions
            {
                MaxNewTokens = parsed.GetValue(tokens),
                Temperature = 1,
                Seed = 3,
                Threads = parsed.GetValue(threads),
                BatchSize = parsed.GetValue(batch),
            };
            ReadOnlyMemory<int>[] prompts =
                [.. Enumerable.Range(0, options.BatchSize).Select(i => new ReadOnlyMemory<int>([256, .. Enumerable.Range(0, 4 + i).Select(j => 'a' + j)]))];
            Measure(model, prompts[..1], options with { MaxNewTokens = 8 }, cancellationToken);
            (double cached, GeneratedSequence[] one) = Measure(model, prompts[..1], options, cancellationToken);
            (double uncached, GeneratedSequence[] other) = Measure(model, prompts[..1], options with { UseCache = false }, cancellationToken);
            (double together, GeneratedSequence[] all) = Measure(model, prompts, options, cancellationToken);
            int equal = one[0].Tokens.Zip(other[0].Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
            int inBatch = one[0].Tokens.Zip(all[0].Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
            int count = one[0].Tokens.Count, sum = all.Sum(sequence => sequence.Tokens.Count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} tokens: cache {count / cached:F1} tokens/s, no cache "
                + $"{count / uncached:F1} tokens/s, ratio {uncached / cached:F1}; the first {equal} tokens are equal"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prompts.Length} prompts together: {sum / together:F1} tokens/s, "
                + $"{sum / together * cached / count:F1} times one; the first {inBatch} tokens of prompt 0 are equal"));
        });
        return command;
    }

    private static (double Seconds, GeneratedSequence[] Sequences) Measure(TorchSharpModel model, ReadOnlyMemory<int>[] prompts,
        GenerationOptions options, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        IReadOnlyList<GeneratedSequence> sequences = model.Generate(prompts, options, cancellationToken: cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prompts.Length} prompts, cache {options.UseCache}: {seconds:F1} s, "
            + $"{(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s of processor time"));
        return (seconds, [.. sequences]);
    }
}
