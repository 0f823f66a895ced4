using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using DataCuration.Synthesis;

namespace DataCuration.Throughput;

/// <summary>Measures the search for terms in documents of 4 kB, beside what .NET offers, by processor time.</summary>
internal static class MaskCommand
{
    private const int DocumentBytes = 4_096;

    public static Command Create()
    {
        var terms = new Option<int>("--terms") { Description = "The number of terms, at most 20,000.", DefaultValueFactory = _ => 1_000 };
        var command = new Command("mask", "Searches made English-like text for terms on one thread. Prints a line of JSON for each way.") { terms };
        command.SetAction(parsed => Run(Math.Clamp(parsed.GetValue(terms), 1, 20_000)));
        return command;
    }

    private static void Run(int count)
    {
        var random = new SeededRandom(1);
        string[] words = [.. Enumerable.Range(0, 60_000).Select(_ => Word(ref random))];
        string[] terms = [.. words.Take(count).Select(word => word.Length > 4 ? word : word + "ical").Distinct(StringComparer.Ordinal)];
        var made = new StringBuilder();
        // Frequent words are drawn more often, as in English: the square of a uniform number. One in a hundred is any word, so terms occur.
        while (made.Length < 8 << 20)
        {
            double at = random.NextDouble();
            made.Append(words[random.NextInt64(100) == 0 ? random.NextInt64(words.Length) : 30_000 + (long)(at * at * 30_000)]).Append(' ');
        }
        string text = made.ToString();
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var scratch = new TermScratch();
        foreach ((bool ignoresCase, bool wholeWords) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var matcher = new TermMatcher(terms, ignoresCase, wholeWords);
            Report($"TermMatcher, ignoresCase {ignoresCase}, wholeWords {wholeWords}", terms.Length, utf8.Length, () =>
            {
                int found = 0;
                for (int at = 0; at < utf8.Length; at += DocumentBytes)
                {
                    matcher.Find(utf8.AsSpan(at, Math.Min(DocumentBytes, utf8.Length - at)), scratch);
                    found += scratch.Chosen.Count;
                }
                return found;
            });
        }
        var values = SearchValues.Create(terms, StringComparison.Ordinal);
        Report("SearchValues<string>.IndexOfAny, starts only", terms.Length, utf8.Length, () =>
        {
            int found = 0;
            for (int at = 0; at < text.Length && text.AsSpan(at).IndexOfAny(values) is >= 0 and var next; at += next + 1) found++;
            return found;
        });
        // A part of the text is enough to see it.
        byte[][] each = [.. terms.Take(1_000).Select(Encoding.UTF8.GetBytes)];
        Report("IndexOf for each of up to 1,000 terms", each.Length, utf8.Length / 64, () =>
        {
            ReadOnlySpan<byte> part = utf8.AsSpan(0, utf8.Length / 64);
            int found = 0;
            foreach (byte[] term in each)
                for (int at = 0; part[at..].IndexOf(term) is >= 0 and var next; at += next + term.Length) found++;
            return found;
        });
    }

    private static void Report(string way, int terms, int bytes, Func<int> work)
    {
        int found = work();
        double best = double.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            // Other processes disturb this less than the time of a clock.
            TimeSpan start = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }
        Console.WriteLine(JsonSerializer.Serialize(new { verb = "mask", way, terms, mb_s = Math.Round(bytes / best / 1e6, 1), matches = found }));
    }

    private static string Word(ref SeededRandom random)
    {
        const string Letters = "etaoinshrdlcumwfgypbvk";
        var word = new StringBuilder();
        for (long left = 2 + random.NextInt64(8); left > 0; left--)
        {
            double at = random.NextDouble();
            word.Append(Letters[(int)(at * at * Letters.Length)]);
        }
        return word.ToString();
    }
}
