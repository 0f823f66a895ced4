using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DataCuration.Tokenization;

namespace DataCuration.Throughput;

/// <summary>Adds tokens of a domain to a tokenizer, and prints the fertility of both on a corpus by its field <c>domain</c>.</summary>
internal static class ExtendTokenizerCommand
{
    public static Command Create()
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "The tokenizer.json.", Required = true };
        var corpus = new Option<string[]>("--corpus") { Description = "JSONL files (patterns).", Required = true, AllowMultipleArgumentsPerToken = true };
        var domain = new Option<string?>("--domain") { Description = "Learn from documents of this domain only." };
        var tokens = new Option<int>("--tokens") { Description = "The number of new tokens.", DefaultValueFactory = _ => 2_000 };
        var workers = new Option<int>("--workers") { Description = "The number of workers.", DefaultValueFactory = _ => 2 };
        var work = new Option<string>("--work") { Description = "An empty folder for the work.", Required = true };
        var command = new Command("extend-tokenizer", "Extends a vocabulary. Prints a line of JSON, then the fertility in Markdown.")
        {
            tokenizer, corpus, domain, tokens, workers, work,
        };
        command.SetAction(async (parsed, token) =>
        {
            string path = parsed.GetValue(tokenizer)!;
            Corpus all = Corpus.FromJsonl(parsed.GetValue(corpus)!);
            string? wanted = parsed.GetValue(domain);
            Corpus part = wanted is null ? all
                : all.Where(document => document.TryGetValue("domain", out AnnotationValue value) && value.AsString() == wanted, "domain=" + wanted);
            using var run = new CurationRun(new RunOptions { WorkDirectory = parsed.GetValue(work)!, MaxParallelShards = parsed.GetValue(workers) });
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            ExtendedTokenizer extended = await part.FitAsync(new VocabularyExtension(path) { NewTokens = parsed.GetValue(tokens) }, run, token)
                .ConfigureAwait(false);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                verb = "extend-tokenizer",
                old_size = extended.Additions.OldSize,
                new_size = extended.Additions.NewSize,
                first = extended.Additions.Tokens.Take(12).Select(static added => added.Spelling),
                seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2),
                processor_seconds = Math.Round((Environment.CpuUsage.TotalTime - before).TotalSeconds, 2),
            }));
            FertilityReport report = await all.FitAsync(new TokenizerFertilityFit
            {
                Encoders = new Dictionary<string, ITokenEncoder> { ["before"] = HuggingFaceTokenizer.Load(path), ["after"] = extended.Tokenizer },
            }, run, token).ConfigureAwait(false);
            Console.WriteLine(report.ToMarkdown());
        });
        return command;
    }
}
