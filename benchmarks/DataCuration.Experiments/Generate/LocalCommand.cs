using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DataCuration.LocalModels;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;
using Microsoft.Extensions.AI;

namespace DataCuration.Experiments.Generate;

/// <summary>The <c>local</c> command: requests to a model in the process, one after the other and all at once.</summary>
internal static class LocalCommand
{
    public static Command Create()
    {
        var requests = new Option<int>("--requests") { Description = "The number of requests.", DefaultValueFactory = _ => 32 };
        var tokens = new Option<int>("--tokens") { Description = "The number of tokens of an answer.", DefaultValueFactory = _ => 128 };
        var prompt = new Option<int>("--prompt") { Description = "The number of tokens of a prompt.", DefaultValueFactory = _ => 32 };
        var spread = new Option<bool>("--spread") { Description = "Answers of half to one and a half times that length, as they are in practice." };
        var size = new Option<int>("--width") { Description = "The width of the made model; 384 has 10.8 million parameters.", DefaultValueFactory = _ => 384 };
        var threads = new Option<int>("--threads") { Description = "The number of threads; 0 for one per processor.", DefaultValueFactory = _ => 0 };
        var rounds = new Option<int>("--rounds") { Description = "The number of turns.", DefaultValueFactory = _ => 3 };
        var type = new Option<GgufTensorType>("--type") { Description = "The number format of the model.", DefaultValueFactory = _ => GgufTensorType.Float16 };
        var file = new Option<FileInfo?>("--model") { Description = "A GGUF file. Default: a model of 10.8 million parameters, made for this." };
        var command = new Command("local", "Sends requests to a model in the process, one after the other and then all at once.")
        {
            requests, tokens, prompt, spread, size, threads, rounds, type, file,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var folder = new TemporaryFolder();
            string path = parsed.GetValue(file)?.FullName
                ?? await MakeAsync(folder, parsed.GetValue(size), parsed.GetValue(type), cancellationToken).ConfigureAwait(false);
            int count = parsed.GetValue(requests), promptTokens = parsed.GetValue(prompt), answer = parsed.GetValue(tokens);
            using var client = new LocalModelClient(new()
            {
                ModelPath = path,
                ContextLength = promptTokens + (answer * 3 / 2) + 8,
                MaxSequences = count,
                Threads = parsed.GetValue(threads),
                Template = LocalChatTemplate.Plain,
            });
            // Sampled, so that a sequence seldom ends early; one that does counts with its tokens.
            ChatOptions[] options = [.. Enumerable.Range(0, count).Select(i => new ChatOptions
            {
                MaxOutputTokens = parsed.GetValue(spread) ? (answer / 2) + (i * 11 % count * answer / count) : answer,
                Temperature = 1,
                Seed = 1,
            })];
            ChatMessage[][] prompts =
                [.. Enumerable.Range(0, count).Select(i => new[] { new ChatMessage(ChatRole.User, new string((char)('a' + i % 26), promptTokens - 1)) })];
            await client.GetResponseAsync(prompts[0], options[0], cancellationToken).ConfigureAwait(false);
            var ratios = new List<(double Wall, double Processor)>();
            for (int round = 0; round < parsed.GetValue(rounds); round++)
            {
                (double Wall, double Processor) first = await MeasureAsync(async () =>
                {
                    long sum = 0;
                    for (int i = 0; i < count; i++)
                        sum += Tokens(await client.GetResponseAsync(prompts[i], options[i], cancellationToken).ConfigureAwait(false));
                    return sum;
                }).ConfigureAwait(false);
                (double Wall, double Processor) second = await MeasureAsync(async () =>
                    (await Task.WhenAll(prompts.Select((one, i) => client.GetResponseAsync(one, options[i], cancellationToken))).ConfigureAwait(false))
                        .Sum(Tokens)).ConfigureAwait(false);
                ratios.Add((second.Wall / first.Wall, second.Processor / first.Processor));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} requests: one after the other {first.Wall:F0}, at once "
                    + $"{second.Wall:F0} tokens/s, ratio {ratios[^1].Wall:F2}; by processor time {first.Processor:F0} and {second.Processor:F0}, "
                    + $"ratio {ratios[^1].Processor:F2}"));
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {Median(ratios.Select(ratio => ratio.Wall)):F2}, by processor time "
                + $"{Median(ratios.Select(ratio => ratio.Processor)):F2}"));
        });
        return command;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    // Tokens for each second, and for each second of processor time: on a shared machine, the second says more.
    private static async Task<(double Wall, double Processor)> MeasureAsync(Func<Task<long>> work)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long tokens = await work().ConfigureAwait(false);
        return (tokens / Stopwatch.GetElapsedTime(start).TotalSeconds, tokens / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static long Tokens(ChatResponse response) => response.Usage?.OutputTokenCount ?? 0;

    private static async Task<string> MakeAsync(TemporaryFolder folder, int width, GgufTensorType type, CancellationToken cancellationToken)
    {
        using TorchSharpModel model = await SpeedModel.MakeAsync(folder, cancellationToken, width).ConfigureAwait(false);
        string path = folder.Combine("model.gguf");
        model.ExportGguf(path, GgufTokenizer.Bytes(), new() { Type = type });
        return path;
    }
}
