using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DataCuration.Tokenization;

namespace DataCuration.Throughput;

/// <summary>Measures the training of a byte-level tokenizer.</summary>
internal static class TrainTokenizerCommand
{
    public static Command Create()
    {
        var corpus = new Option<string[]>("--corpus") { Description = "JSONL files (patterns).", Required = true, AllowMultipleArgumentsPerToken = true };
        var megabytes = new Option<int>("--mb")
        {
            Description = "The size of the text. A smaller corpus is repeated; of a larger one, the first documents are taken.",
            DefaultValueFactory = _ => 200,
        };
        var size = new Option<int>("--vocabulary") { Description = "The vocabulary size.", DefaultValueFactory = _ => 32_000 };
        var workers = new Option<int>("--workers") { Description = "The number of workers.", DefaultValueFactory = _ => 2 };
        var distinct = new Option<bool>("--distinct")
        {
            Description = "Change the words of each repetition, so that the number of different words grows as in a corpus that is not repeated.",
        };
        var work = new Option<string>("--work") { Description = "An empty folder for the work.", Required = true };
        var save = new Option<string?>("--save") { Description = "Save the tokenizer to this path." };
        var command = new Command("train-tokenizer", "Trains a byte-level vocabulary; MB of text for each second, and for each second of processor time.")
        {
            corpus, megabytes, size, workers, distinct, work, save,
        };
        command.SetAction(async (parsed, token) =>
        {
            string folder = parsed.GetValue(work)!;
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new IOException($"'{folder}' is not empty.");
            string texts = Path.Combine(folder, "texts");
            long bytes = await WriteAsync(parsed.GetValue(corpus)!, texts, parsed.GetValue(megabytes) * 1_000_000L, parsed.GetValue(distinct), token)
                .ConfigureAwait(false);
            using var run = new CurationRun(new RunOptions { WorkDirectory = Path.Combine(folder, "run"), MaxParallelShards = parsed.GetValue(workers) });
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            TrainedTokenizer trained = await Corpus.FromJsonl(Path.Combine(texts, "*.jsonl"))
                .FitAsync(new BpeTrainer { VocabularySize = parsed.GetValue(size) }, run, token).ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            if (parsed.GetValue(save) is { } path) trained.Save(path);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                verb = "train-tokenizer",
                megabytes = Math.Round(bytes / 1e6, 1),
                workers = parsed.GetValue(workers),
                vocabulary = trained.Tokenizer.VocabularySize,
                merges = trained.Merges,
                distinct_words = trained.DistinctWords,
                words = trained.Words,
                seconds = Math.Round(seconds, 2),
                mb_s = Math.Round(bytes / 1e6 / seconds, 2),
                processor_seconds = Math.Round(processor, 2),
                mb_s_processor = Math.Round(bytes / 1e6 / processor, 2),
                phases = run.Reports.ToDictionary(static report => report.Phase, static report => Math.Round(report.WallSeconds, 2)),
                fingerprint = trained.Fingerprint,
                load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "",
                peak_megabytes = Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1e6),
            }));
        });
        return command;
    }

    /// <summary>Writes texts of the wanted size as JSONL in files of 25 MB, and returns the bytes of the texts.</summary>
    private static async Task<long> WriteAsync(string[] patterns, string folder, long wanted, bool distinct, CancellationToken cancellationToken)
    {
        const long FileBytes = 25_000_000;
        Directory.CreateDirectory(folder);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder + "-source" });
        long all = 0, inFile = 0;
        int files = 0;
        Stream? stream = null;
        for (int repetition = 0; all < wanted; repetition++)
        {
            long before = all;
            await foreach (Document document in Corpus.FromJsonl(patterns).AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false))
            {
                if (all >= wanted) break;
                if (stream is null || inFile >= FileBytes)
                {
                    if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
                    stream = File.Create(Path.Combine(folder, $"{files++:D4}.jsonl"));
                    inFile = 0;
                }
                string text = distinct && repetition > 0 ? Changed(document.Text, repetition) : document.Text;
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(new { text }), (byte)'\n'];
                await stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
                int length = System.Text.Encoding.UTF8.GetByteCount(text);
                all += length;
                inFile += length;
            }
            if (all == before) throw new InvalidDataException("The corpus has no text.");
        }
        if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
        return all;
    }

    /// <summary>Changes a letter in one of ten words of six letters or more.</summary>
    private static string Changed(string text, int repetition)
    {
        char[] changed = text.ToCharArray();
        int start = -1;
        for (int i = 0; i <= changed.Length; i++)
        {
            bool isLetter = i < changed.Length && char.IsAsciiLetterLower(changed[i]);
            if (isLetter && start < 0) start = i;
            if (isLetter || start < 0) continue;
            uint hash = 0;
            for (int j = start; j < i; j++) hash = unchecked((hash * 31) + changed[j]);
            if (i - start >= 6 && hash % 10 == 0) changed[start + (repetition % (i - start))] = (char)('a' + ((hash / 10 + (uint)repetition) % 26));
            start = -1;
        }
        return new string(changed);
    }
}
