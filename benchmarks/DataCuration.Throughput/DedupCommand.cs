using System.CommandLine;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.Throughput;

/// <summary>Measures deduplication: signatures and exact keys beside a straightforward version, detection rates, and whole fits over a corpus.</summary>
internal static class DedupCommand
{
    public static Command Create()
    {
        var megabytes = new Option<int>("--mb") { Description = "The size of the texts together.", DefaultValueFactory = _ => 64 };
        var words = new Option<int>("--words") { Description = "The words of a text.", DefaultValueFactory = _ => 600 };
        var repeats = new Option<int>("--repeats") { Description = "The number of measurements; the best one counts.", DefaultValueFactory = _ => 3 };
        var pairs = new Option<int>("--pairs")
        {
            Description = "Measures detection rates instead, with this number of pairs for each step of similarity; of random words, or of the corpus.",
        };
        var corpus = new Option<string?>("--corpus")
        {
            Description = "Runs the fits over the JSON lines of this pattern instead, and prints time and memory. With --pairs: takes their words.",
        };
        var work = new Option<string>("--work") { Description = "The work directory of the fits.", DefaultValueFactory = _ => "dedup-work" };
        var method = new Option<string>("--method") { Description = "The fit: minhash, fast, exact or normalized.", DefaultValueFactory = _ => "minhash" };
        var workers = new Option<int>("--workers") { Description = "The workers of the fits.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("dedup", "Deduplicates on one thread; MB for each second of processor time. Prints lines of JSON.")
        {
            megabytes, words, repeats, pairs, corpus, work, method, workers,
        };
        command.SetAction(async (parsed, token) =>
        {
            string? pattern = parsed.GetValue(corpus);
            if (parsed.GetValue(pairs) is > 0 and var count)
                DedupDetection.Run(count, pattern is null ? null : await WordsAsync(pattern, token).ConfigureAwait(false));
            else if (pattern is not null)
                await DedupFitRun.RunAsync(pattern, parsed.GetValue(work)!, parsed.GetValue(method)!, parsed.GetValue(workers), token).ConfigureAwait(false);
            else Measure(parsed.GetValue(megabytes), parsed.GetValue(words), parsed.GetValue(repeats));
        });
        return command;
    }

    /// <summary>The words of the first documents, two million in all.</summary>
    private static async Task<List<string>> WordsAsync(string pattern, CancellationToken cancellationToken)
    {
        List<string> words = [];
        using var run = new CurationRun();
        await foreach (Document document in Corpus.FromJsonl(pattern).AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false))
        {
            words.AddRange(document.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (words.Count > 2_000_000) break;
        }
        return words;
    }

    private static void Measure(int megabytes, int words, int repeats)
    {
        byte[][] texts = [.. MinHashCommand.Texts(megabytes * 1_000_000L, words)];
        double size = texts.Sum(text => (long)text.Length) / 1e6;
        double plain = size / Best(1, () => { foreach (byte[] text in texts) DedupBaseline.Sign(text); });
        foreach ((string name, MinHashParameters parameters) in DedupDetection.Presets)
        {
            var signer = new MinHashSigner(parameters);
            var buffers = new ShingleBuffers();
            ulong[] signature = new ulong[parameters.SignatureLength];
            double speed = size / Best(repeats, () => { foreach (byte[] text in texts) signer.TrySign(text, buffers, signature); });
            Print(new { verb = "signatures", preset = name, mb_s = speed, baseline_mb_s = plain, ratio = speed / plain });
        }
        foreach (TextForm form in Enum.GetValues<TextForm>())
        {
            double exactBaseline = size / Best(1, () => DedupBaseline.CountDuplicates(texts, form));
            double speed = size / Best(repeats, () =>
            {
                byte[] buffer = [];
                var seen = new HashSet<UInt128>();
                foreach (byte[] text in texts) seen.Add(System.IO.Hashing.XxHash128.HashToUInt128(TextFormWriter.Write(text, form, ref buffer)));
            });
            Print(new { verb = "exact", form = form.ToString(), mb_s = speed, baseline_mb_s = exactBaseline, ratio = speed / exactBaseline });
        }
    }

    internal static double Best(int repeats, Action action)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < repeats; i++)
        {
            // Processor time: other programs on the machine do not count.
            TimeSpan start = Environment.CpuUsage.TotalTime;
            action();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }
        return best;
    }

    internal static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line));
}
