using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Throughput;

/// <summary>Measures the cost of the ledger of language-model calls. The client answers at once, so all time is the call layer's.</summary>
internal static class LedgerCommand
{
    public static Command Create()
    {
        var records = new Option<int>("--records") { Description = "The number of calls made and recorded.", DefaultValueFactory = _ => 1_000_000 };
        var chars = new Option<int>("--answer-chars") { Description = "The length of each answer.", DefaultValueFactory = _ => 300 };
        var command = new Command("ledger",
            "Makes calls, opens the ledger again and looks calls up. Prints a line of JSON for each. The ledger is a temporary file and deleted afterwards.") {
            records, chars };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = Directory.CreateTempSubdirectory("ledger-").FullName;
            try
            {
                await RunAsync(path, parsed.GetValue(records), parsed.GetValue(chars), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Directory.Delete(path, recursive: true);
            }
        });
        return command;
    }

    private static async Task RunAsync(string folder, int records, int chars, CancellationToken cancellationToken)
    {
        using var client = new InstantClient(new string('a', chars));
        using var endpoint = new LanguageModelEndpoint(client, new EndpointOptions { Model = "model" });
        using (CallLedger ledger = CallLedger.Open(folder))
        {
            var calls = new LanguageModelCalls(endpoint, ledger);
            await MeasureAsync("record", records, async () =>
            {
                for (int i = 0; i < records; i++) await calls.CallAsync(Call(i), cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        long before = GC.GetTotalMemory(forceFullCollection: true);
        CallLedger? opened = null;
        await MeasureAsync("open", records, () =>
        {
            opened = CallLedger.Open(folder);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        using CallLedger again = opened!;
        double perRecord = Math.Round((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)records, 1);
        var cached = new LanguageModelCalls(endpoint, again);
        int looked = Math.Min(records, 200_000);
        await MeasureAsync("look up", looked, async () =>
        {
            for (int i = 0; i < looked; i++) await cached.CallAsync(Call((int)((i * 2_654_435_761L) % records)), cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            records = again.Count,
            cached = cached.Report().Lines.Sum(line => line.Cached),
            megabytes = Math.Round(new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) / 1e6, 1),
            index_bytes_per_record = perRecord,
            peak_mb = Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1e6),
        }));
    }

    private static LanguageModelCall Call(int i) =>
        new() { DocumentId = "document-" + i, Task = "task", PromptVersion = "1", Messages = [new ChatMessage(ChatRole.User, "prompt " + i)] };

    private static async Task MeasureAsync(string what, int count, Func<Task> action)
    {
        long begin = Stopwatch.GetTimestamp();
        await action().ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(
            new { what, count, seconds = Math.Round(seconds, 3), microseconds_each = Math.Round(seconds / count * 1e6, 2) }));
    }

    /// <summary>A client that returns the same answer at once.</summary>
    private sealed class InstantClient(string answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer))
            {
                FinishReason = ChatFinishReason.Stop,
                Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 100 }
            });

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false)).ToChatResponseUpdates())
                yield return update;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
