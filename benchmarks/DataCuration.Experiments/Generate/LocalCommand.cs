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
        var threads = new Option<int>("--threads") { Description = "The number of threads; 0 for one per processor.", DefaultValueFactory = _ => 0 };
        var rounds = new Option<int>("--rounds") { Description = "The number of turns.", DefaultValueFactory = _ => 3 };
        var file = new Option<FileInfo?>("--model") { Description = "A GGUF file. Default: a model of 10.8 million parameters in Q8, made for this." };
        var command = new Command("local", "Sends requests to a model in the process, one after the other and then all at once.")
        {
            requests, tokens, prompt, threads, rounds, file,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var folder = new TemporaryFolder();
            string path = parsed.GetValue(file)?.FullName ?? await MakeAsync(folder, cancellationToken).ConfigureAwait(false);
            int count = parsed.GetValue(requests), promptTokens = parsed.GetValue(prompt), answer = parsed.GetValue(tokens);
            using var client = new LocalModelClient(new()
            {
                ModelPath = path,
                ContextLength = promptTokens + answer + 8,
                MaxSequences = count,
                Threads = parsed.GetValue(threads),
                Template = LocalChatTemplate.Plain,
            });
            // Sampled, so that a sequence seldom ends early; one that does counts with its tokens.
            var options = new ChatOptions { MaxOutputTokens = answer, Temperature = 1, Seed = 1 };
            ChatMessage[][] prompts =
                [.. Enumerable.Range(0, count).Select(i => new[] { new ChatMessage(ChatRole.User, new string((char)('a' + i % 26), promptTokens - 1)) })];
            await client.GetResponseAsync(prompts[0], options, cancellationToken).ConfigureAwait(false);
            var ratios = new List<double>();
            for (int round = 0; round < parsed.GetValue(rounds); round++)
            {
                long start = Stopwatch.GetTimestamp();
                long alone = 0;
                foreach (ChatMessage[] one in prompts) alone += Tokens(await client.GetResponseAsync(one, options, cancellationToken).ConfigureAwait(false));
                double first = alone / Stopwatch.GetElapsedTime(start).TotalSeconds;
                start = Stopwatch.GetTimestamp();
                ChatResponse[] all = await Task.WhenAll(prompts.Select(one => client.GetResponseAsync(one, options, cancellationToken))).ConfigureAwait(false);
                double second = all.Sum(Tokens) / Stopwatch.GetElapsedTime(start).TotalSeconds;
                ratios.Add(second / first);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{count} requests: one after the other {first:F0}, at once {second:F0} tokens/s; ratio {second / first:F2}"));
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {ratios.Order().ElementAt(ratios.Count / 2):F2}"));
        });
        return command;
    }

    private static long Tokens(ChatResponse response) => response.Usage?.OutputTokenCount ?? 0;

    private static async Task<string> MakeAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        using TorchSharpModel model = await SpeedModel.MakeAsync(folder, cancellationToken).ConfigureAwait(false);
        string path = folder.Combine("model.gguf");
        model.ExportGguf(path, GgufTokenizer.Bytes(), new() { Type = GgufTensorType.Q8 });
        return path;
    }
}
