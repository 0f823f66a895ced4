using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>Measures the training of an n-gram model and scoring by it, beside look-ups in a dictionary of strings.</summary>
internal static class NGramsCommand
{
    public static Command Create()
    {
        var corpus = new Option<string>("--corpus") { Description = "JSONL files to train on and to score (a pattern).", Required = true };
        var order = new Option<int>("--order") { Description = "The order of the model.", DefaultValueFactory = _ => 5 };
        var megabytes = new Option<int>("--mb") { Description = "The size of the scored texts.", DefaultValueFactory = _ => 8 };
        var workers = new Option<int>("--workers") { Description = "The number of workers in training.", DefaultValueFactory = _ => 1 };
        var prune = new Option<string>("--prune") { Description = "Pruning thresholds, such as 0,0,1.", DefaultValueFactory = _ => "" };
        var work = new Option<string>("--work") { Description = "An empty folder for the work.", Required = true };
        var command = new Command("ngrams", "Trains and scores; MB of text for each second of processor time. Prints lines of JSON.")
        {
            corpus, order, megabytes, workers, prune, work,
        };
        command.SetAction(async (parsed, token) =>
        {
            string folder = parsed.GetValue(work)!;
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new IOException($"'{folder}' is not empty.");
            Corpus texts = Corpus.FromJsonl(parsed.GetValue(corpus)!);
            using var run = new CurationRun(new RunOptions { WorkDirectory = folder, MaxParallelShards = parsed.GetValue(workers) });
            int[] thresholds = [.. parsed.GetValue(prune)!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one =>
                int.Parse(one, CultureInfo.InvariantCulture))];
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            using NGramModel model = await texts.FitAsync(new NGramModelFit { Order = parsed.GetValue(order), Prune = thresholds }, run,
                token).ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            List<Document> documents = [];
            long all = 0;
            await foreach (Document document in texts.AsAsyncEnumerable(run, token).ConfigureAwait(false))
            {
                if (all < parsed.GetValue(megabytes) * 1_000_000L) documents.Add(document);
                all += document.Utf8Text.Length;
            }
            Print(new
            {
                verb = "ngrams",
                step = "train",
                order = model.Order,
                megabytes = Math.Round(all / 1e6, 1),
                seconds,
                mb_s_cpu = all / 1e6 / processor,
                ngrams = Enumerable.Range(1, model.Order).Select(model.GetCount).ToArray(),
                model_megabytes = Math.Round(new FileInfo(model.Path).Length / 1e6, 1),
                peak_megabytes = Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1e6),
            });
            Score(model, documents);
        });
        return command;
    }

    private static void Score(NGramModel model, List<Document> documents)
    {
        double size = documents.Sum(document => (double)document.Utf8Text.Length) / 1e6;
        double log10 = 0, plain = 0;
        long words = 0;
        double best = double.MaxValue;
        for (int repeat = 0; repeat < 3; repeat++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            log10 = 0;
            words = 0;
            foreach (Document document in documents)
            {
                NGramScore score = model.Score(document.Utf8Text);
                log10 += score.Log10;
                words += score.Words + score.Sentences;
            }
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        string arpa = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        model.WriteArpa(arpa);
        Dictionary<string, (float Probability, float Backoff)> table = ReadPlainly(arpa);
        File.Delete(arpa);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        foreach (Document document in documents) plain += Plainly(table, model.Order, document.Text);
        double plainSeconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        Print(new
        {
            verb = "ngrams",
            step = "score",
            megabytes = Math.Round(size, 1),
            mb_s = size / best,
            tokens_s = words / best,
            baseline_mb_s = size / plainSeconds,
            ratio = plainSeconds / best,
            log10,
            baseline_log10 = plain,
            perplexity = Math.Pow(10, -log10 / words),
        });
    }

    private static Dictionary<string, (float Probability, float Backoff)> ReadPlainly(string arpa)
    {
        var table = new Dictionary<string, (float, float)>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(arpa))
        {
            string[] cells = line.Split('\t');
            if (cells.Length < 2) continue;
            table[cells[1]] = (float.Parse(cells[0], CultureInfo.InvariantCulture), cells.Length < 3 ? 0 : float.Parse(cells[2], CultureInfo.InvariantCulture));
        }
        return table;
    }

    /// <summary>Scores as one would write it first: n-grams as strings in a dictionary, from the longest to the shortest.</summary>
    private static double Plainly(Dictionary<string, (float Probability, float Backoff)> table, int order, string text)
    {
        double sum = 0;
        foreach (string line in text.Split('\n'))
        {
            string[] words = ["<s>", .. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), "</s>"];
            for (int i = 1; i < words.Length; i++)
            {
                string word = table.ContainsKey(words[i]) ? words[i] : "<unk>";
                for (int start = Math.Max(0, i - order + 1); start <= i; start++)
                {
                    string context = string.Join(' ', words[start..i]);
                    if (table.TryGetValue(start == i ? word : $"{context} {word}", out (float Probability, float Backoff) found))
                    {
                        sum += found.Probability;
                        break;
                    }
                    if (table.TryGetValue(context, out found)) sum += found.Backoff;
                }
            }
        }
        return sum;
    }

    private static void Print(object values) => Console.WriteLine(JsonSerializer.Serialize(values));
}
