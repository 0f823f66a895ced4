using System.CommandLine;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>Writes a corpus that is as diverse as natural text.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var output = new Option<FileInfo>("--out") { Description = "The JSONL file.", Required = true };
        var megabytes = new Option<int>("--mb") { Description = "Its size in MB (10^6 bytes).", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "Other seeds give other texts of the same language.", DefaultValueFactory = _ => 1 };
        var target = new Option<bool>("--target") { Description = "Write a target: seven documents of ten are about one topic of sixteen." };
        var command = new Command("generate",
            "Writes a corpus as diverse as natural text: 200 MB contain over 600,000 distinct tokens and 4 million bigrams.") { output,
            megabytes, seed, target };
        command.SetAction(parsed =>
        {
            bool isTarget = parsed.GetValue(target);
            using FileStream file = parsed.GetValue(output)!.Create();
            long documents = DiverseCorpusGenerator.Write(file, parsed.GetValue(megabytes) * 1_000_000L, parsed.GetValue(seed), isTarget
                ? "target" : "web", isTarget ? 0.7 : 0);
            Console.WriteLine($"{documents} documents, {file.Length} bytes");
        });
        return command;
    }
}
