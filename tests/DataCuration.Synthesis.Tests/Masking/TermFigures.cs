using System.Buffers;
using System.Text;

namespace DataCuration.Synthesis.Tests;

/// <summary>
/// Figures of the search for terms in documents of 4 kB, by processor time. They run only when asked for: <c>-explicit only -class '*TermFigures*'</c>.
/// </summary>
public sealed class TermFigures(ITestOutputHelper output)
{
    private const int DocumentBytes = 4_096;

    [Theory(Explicit = true)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Find_MadeText_ReportsThroughput(int count)
    {
        var random = new SeededRandom(1);
        string[] words = [.. Enumerable.Range(0, 60_000).Select(_ => Word(ref random))];
        string[] terms = [.. words.Take(count).Select(word => word.Length > 4 ? word : word + "ical").Distinct(StringComparer.Ordinal)];
        var text = new StringBuilder();
        // Frequent words are drawn more often, as in English: the square of a uniform number. One in a hundred is any word, so terms occur.
        while (text.Length < 8 << 20)
        {
            double at = random.NextDouble();
            text.Append(words[random.NextInt64(100) == 0 ? random.NextInt64(words.Length) : 30_000 + (long)(at * at * 30_000)]).Append(' ');
        }
        byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
        string utf16 = text.ToString();
        var scratch = new TermScratch();
        foreach ((bool ignoresCase, bool wholeWords) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var dictionary = new TermMatcher(terms, ignoresCase, wholeWords);
            Report($"{terms.Length} terms, {dictionary.States} states, ignoresCase {ignoresCase}, wholeWords {wholeWords}", utf8.Length, () =>
            {
                int found = 0;
                for (int at = 0; at < utf8.Length; at += DocumentBytes)
                {
                    dictionary.Find(utf8.AsSpan(at, Math.Min(DocumentBytes, utf8.Length - at)), scratch);
                    found += scratch.Chosen.Count;
                }
                return found;
            });
        }
        var values = SearchValues.Create(terms, StringComparison.Ordinal);
        Report("SearchValues<string>.IndexOfAny (starts only)", utf8.Length, () =>
        {
            int found = 0;
            for (int at = 0; at < utf16.Length && utf16.AsSpan(at).IndexOfAny(values) is >= 0 and var next; at += next + 1) found++;
            return found;
        });
        // One Replace or IndexOf for each term: a thousandth of the text is enough to see it.
        if (count <= 1_000) Report("IndexOf for each term", utf8.Length / 64, () =>
        {
            ReadOnlySpan<byte> part = utf8.AsSpan(0, utf8.Length / 64);
            int found = 0;
            foreach (string term in terms)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(term);
                for (int at = 0; part[at..].IndexOf(bytes) is >= 0 and var next; at += next + bytes.Length) found++;
            }
            return found;
        });
    }

    private void Report(string name, int bytes, Func<int> work)
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
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {bytes / best / 1e6:F0} MB/s, {found} matches"));
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
