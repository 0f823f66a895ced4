using System.CommandLine;
using System.Text;
using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>Measures the filters of FineWeb: each alone, the whole profile, and a straightforward version with strings, LINQ and dictionaries.</summary>
internal static class FiltersCommand
{
    public static Command Create()
    {
        var megabytes = new Option<int>("--mb") { Description = "The size of the generated texts together.", DefaultValueFactory = _ => 16 };
        var repeats = new Option<int>("--repeats") { Description = "The number of measurements; the best one counts.", DefaultValueFactory = _ => 5 };
        var corpus = new Option<string?>("--corpus") { Description = "JSONL files to take the texts from instead (a pattern)." };
        var part = new Option<string?>("--only") { Description = "Measures only the parts whose name contains this, for a profiler." };
        var command = new Command("filters", "Filters texts on one thread, by processor time. Prints a line of JSON for each part.")
        {
            megabytes, repeats, corpus, part,
        };
        command.SetAction((parsed, token) => RunAsync(Math.Clamp(parsed.GetValue(megabytes), 1, 1000), Math.Clamp(parsed.GetValue(repeats), 1, 1000),
            parsed.GetValue(corpus), parsed.GetValue(part), token));
        return command;
    }

    private static async Task RunAsync(int megabytes, int repeats, string? corpus, string? only, CancellationToken cancellationToken)
    {
        long wanted = megabytes * 1_000_000L;
        byte[][] texts = corpus is null ? Generate(wanted) : await ReadAsync(corpus, wanted, cancellationToken).ConfigureAwait(false);
        double size = texts.Sum(text => (double)text.Length);
        Print(new { verb = "filters", texts = texts.Length, megabytes = Math.Round(size / 1e6, 1), corpus = corpus ?? "generated" });
        foreach ((string name, WordSplitter words, SentenceSplitter sentences) in new[]
        {
            ("english", WordSplitter.English, SentenceSplitter.English), ("white_space", WordSplitter.WhiteSpace, SentenceSplitter.WhiteSpace),
        })
        {
            Measure($"{name}: words", text => text.GetWords(words).Count);
            Stage[] profile = FilterProfiles.FineWeb(words, sentences);
            foreach (Stage stage in profile) Filter($"{name}: {stage.Name}, words not counted", [stage], prepared: true);
            double ours = Filter($"{name}: FineWeb profile", profile, prepared: false);
            Func<string, string[]> split = ReferenceEquals(words, WordSplitter.WhiteSpace)
                ? text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                : text => StraightforwardFilters.Words(words.Split(Encoding.UTF8.GetBytes(text)));
            double plain = Time($"{name}: straightforward", () =>
            {
                long kept = 0;
                foreach (byte[] text in texts) kept += StraightforwardFilters.Profile(Encoding.UTF8.GetString(text), split).Reason is null ? 1 : 0;
                return kept;
            }, 1);
            if (ours > 0 && plain > 0)
                Print(new { verb = "filters", part = $"{name}: ratio", ratio = Math.Round(ours / plain, 1) });

            double Filter(string part, Stage[] stages, bool prepared)
            {
                using var calls = new Disposables([.. stages.Select(stage => new StageCalls((SynchronousStage)stage))]);
                Document[]? ready = null;
                if (prepared)
                {
                    ready = [.. texts.Select(text => Make(text))];
                    foreach (Document document in ready) document.GetWords(words);
                }
                return Time(part, () =>
                {
                    long kept = 0;
                    for (int i = 0; i < texts.Length; i++) kept += Passes(ready?[i] ?? Make(texts[i]), calls.All) ? 1 : 0;
                    return kept;
                }, repeats);
            }

            void Measure(string part, Func<Document, long> measure) => Time(part, () => texts.Sum(text => measure(Make(text))), repeats);
        }

        double Time(string part, Func<long> work, int times)
        {
            if (only is not null && !part.Contains(only, StringComparison.Ordinal)) return 0;
            double best = double.MaxValue;
            long result = 0;
            for (int i = 0; i < times; i++)
            {
                // Other processes disturb this less than the time of a clock.
                TimeSpan start = Environment.CpuUsage.TotalTime;
                result = work();
                best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            }
            double rate = size / 1e6 / best;
            Print(new { verb = "filters", part, mb_per_s = Math.Round(rate, 1), result });
            return rate;
        }
    }

    private static Document Make(byte[] text) => new("d"u8.ToArray(), text, DocumentOrigin.None);

    private static bool Passes(Document document, StageCalls[] stages)
    {
        foreach (StageCalls stage in stages)
        {
            StageResult result = stage.Apply(document);
            if (result.IsDrop) return false;
            document = result.Document ?? document;
        }
        return true;
    }

    private static async Task<byte[][]> ReadAsync(string pattern, long bytes, CancellationToken cancellationToken)
    {
        List<byte[]> texts = [];
        using var run = new CurationRun();
        await foreach (Document document in Corpus.FromJsonl(pattern).AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false))
        {
            texts.Add(document.Utf8Text.ToArray());
            if ((bytes -= document.Utf8Text.Length) <= 0) break;
        }
        return [.. texts];
    }

    /// <summary>Texts of about 600 words that the profile keeps: words with the frequencies of Zipf's law, sentences and lines.</summary>
    private static byte[][] Generate(long bytes)
    {
        var random = new SeededRandom(1);
        var vocabulary = new string[20_000];
        for (int i = 0; i < vocabulary.Length; i++)
            for (int syllables = 1 + (int)random.NextInt64(4); syllables > 0; syllables--) vocabulary[i] += Syllable(ref random);
        string[] frequent = ["the", "of", "and", "to", "that", "have", "with", "be", "in", "a", "is", "for"];
        List<byte[]> texts = [];
        while (bytes > 0)
        {
            var text = new StringBuilder();
            for (int words = 0; words < 600;)
            {
                int length = 8 + (int)random.NextInt64(14);
                for (int i = 0; i < length; i++, words++)
                {
                    string word = random.NextInt64(10) < 4 ? frequent[random.NextInt64(frequent.Length)]
                        : vocabulary[(int)(Math.Pow(vocabulary.Length, random.NextDouble()) - 1)];
                    if (i == 0) word = char.ToUpperInvariant(word[0]) + word[1..];
                    text.Append(word).Append(i == length - 1 ? '.' : random.NextInt64(12) == 0 ? ',' : ' ');
                    if (text[^1] == ',') text.Append(' ');
                }
                text.Append(random.NextInt64(4) == 0 ? '\n' : ' ');
            }
            texts.Add(Encoding.UTF8.GetBytes(text.ToString().Trim()));
            bytes -= texts[^1].Length;
        }
        return [.. texts];
    }

    private static string Syllable(ref SeededRandom random)
    {
        string open = $"{"bcdfghklmnprstvw"[(int)random.NextInt64(16)]}{"aeiou"[(int)random.NextInt64(5)]}";
        return random.NextInt64(3) == 0 ? open + "nrst"[(int)random.NextInt64(4)] : open;
    }

    private static void Print(object line) => Console.WriteLine(JsonSerializer.Serialize(line));

    private sealed class Disposables(StageCalls[] all) : IDisposable
    {
        public StageCalls[] All => all;

        public void Dispose()
        {
            foreach (StageCalls one in all) one.Dispose();
        }
    }
}
