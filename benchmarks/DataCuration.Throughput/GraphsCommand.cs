using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DataCuration.Synthesis;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>Measures the source of graph problems.</summary>
internal static class GraphsCommand
{
    public static Command Create()
    {
        var documents = new Option<int>("--documents") { Description = "The number of problems.", DefaultValueFactory = _ => 40_000 };
        var command = new Command("graphs", "Makes graph problems of all tasks on one thread. Prints a line of JSON.") { documents };
        command.SetAction(async (parsed, _) => await RunAsync(parsed.GetValue(documents)).ConfigureAwait(false));
        return command;
    }

    private static async Task RunAsync(int documents)
    {
        await SourceContent.ReadAsync(new GraphProblemSource(5_000) { Seed = 1 }).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        SourceContent content = await SourceContent.ReadAsync(new GraphProblemSource(documents)).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "graphs",
            documents = content.Documents.Count,
            bytes_each = Math.Round(content.Documents.Average(document => (double)document.Utf8Text.Length), 1),
            documents_s = Math.Round(content.Documents.Count / seconds),
        }));
    }
}
