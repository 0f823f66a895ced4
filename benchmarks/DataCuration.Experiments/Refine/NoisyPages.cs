using System.IO.Compression;
using System.Text.Json;

namespace DataCuration.Experiments.Refine;

/// <summary>
/// Makes pages: lines of real texts, with a menu before them, a footer after them, and sometimes an advertisement between them. Noise lines are put together
/// from parts, so that many of those of the test pages do not occur in the training pages. No line is in a page twice.
/// </summary>
internal static class NoisyPages
{
    private const int MinLine = 20, MaxLine = 52; // bytes; short lines, so that a page fits the context of a model over bytes

    private static readonly string[] Places =
        ["Home", "News", "About us", "Contact", "Blog", "Shop", "Forum", "Help", "FAQ", "Login", "Sign up", "Careers", "Events", "Archive", "Search",
            "Sitemap"];

    private static readonly string[] Separators = [" | ", " > ", " - ", " / ", " * "];

    private static readonly string[] Names = ["HealthNet", "PyWorld", "OpenDocs", "MedCorner", "CodeBase", "DailyFacts", "InfoPoint", "WebGuide", "TechNotes"];

    private static readonly string[] Cookies =
        ["We use cookies to improve {0}.", "{0} uses cookies. Accept all?", "By using {0} you accept cookies.", "Manage cookie settings of {0}"];

    private static readonly string[] Shares =
        ["Share on Facebook - {0} likes", "Tweet this ({0})", "Print this page - {0} views", "Subscribe to our newsletter {0}", "{0} comments - reply"];

    private static readonly string[] Advertisements =
        ["Advertisement {0}", "Click here to save {0} %", "Read more: {0} related posts", "Buy now - {0} items left", "Sponsored link {0}"];

    private static readonly string[] Footers =
        ["Copyright {0} {1}", "(c) {0} {1}. All rights reserved.", "Terms of use - {1} - {0}", "Privacy policy of {1}, {0}", "Powered by {1} {0}"];

    /// <summary>Reads the lines of texts to train on, and those to test with: the last quarter of the files, or of the lines of a single file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">The names of the files: JSON lines with <c>text</c>, with or without gzip.</param>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    public static (List<string> Training, List<string> Tests) ReadLines(DirectoryInfo folder, string pattern)
    {
        FileInfo[] files = [.. folder.GetFiles(pattern).OrderBy(file => file.Name, StringComparer.Ordinal)];
        if (files.Length == 0) throw new FileNotFoundException($"'{folder.FullName}' has no files '{pattern}'. Name others with --pattern.");
        if (files.Length == 1)
        {
            List<string> all = [.. ReadLines(files[0])];
            return (all[..(all.Count * 3 / 4)], all[(all.Count * 3 / 4)..]);
        }
        int tests = Math.Max(1, files.Length / 4);
        return ([.. files[..^tests].SelectMany(ReadLines)], [.. files[^tests..].SelectMany(ReadLines)]);
    }

    private static IEnumerable<string> ReadLines(FileInfo file)
    {
        using Stream stream = file.OpenRead();
        bool isCompressed = file.Extension.Equals(".gz", StringComparison.OrdinalIgnoreCase);
        using var reader = new StreamReader(isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        while (reader.ReadLine() is { } record)
        {
            using var json = JsonDocument.Parse(record);
            foreach (string line in Wrap(json.RootElement.GetProperty("text").GetString()!)) yield return line;
        }
    }

    /// <summary>Makes pages.</summary>
    /// <param name="lines">The lines of real texts.</param>
    /// <param name="count">The number of pages.</param>
    /// <param name="seed">The seed.</param>
    public static IEnumerable<NoisyPage> Make(IReadOnlyList<string> lines, int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        for (int page = 0; page < count; page++)
        {
            var made = new List<(string Line, bool IsNoise)>();
            string name = Pick(Names);
            for (int i = (int)random.NextInt64(4); i > 0; i--) AddNoise(i % 2 == 1 ? Menu() : Format(Pick(Cookies), name));
            int start = (int)random.NextInt64(lines.Count - 8);
            int texts = 3 + (int)random.NextInt64(5);
            for (int i = 0; i < texts; i++)
            {
                Add(lines[start + i], isNoise: false);
                if (i + 1 < texts && random.NextInt64(6) == 0) AddNoise(Format(Pick(Advertisements), Number(99)));
            }
            for (int i = (int)random.NextInt64(4); i > 0; i--)
                AddNoise(i % 2 == 1 ? Format(Pick(Footers), Number(2026), name) : Format(Pick(Shares), Number(999)));
            yield return new NoisyPage(FormattableString.Invariant($"page-{seed}-{page}"), [.. made.Select(line => line.Line)],
                [.. made.Select(line => line.IsNoise)]);

            void AddNoise(string line) => Add(line, isNoise: true);

            void Add(string line, bool isNoise)
            {
                if (!made.Exists(other => other.Line == line)) made.Add((line, isNoise));
            }
        }

        string Pick(string[] from) => from[(int)random.NextInt64(from.Length)];

        string Number(int most) => FormattableString.Invariant($"{1 + random.NextInt64(most)}");

        string Menu()
        {
            string separator = Pick(Separators);
            return string.Join(separator, Enumerable.Range(0, 3 + (int)random.NextInt64(3)).Select(_ => Pick(Places)).Distinct());
        }
    }

    private static string Format(string pattern, params object[] values) => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, values);

    // Divides a text into lines of some words. Numbers and marks that ProX's programs use are left out with their line.
    private static IEnumerable<string> Wrap(string text)
    {
        var line = new System.Text.StringBuilder();
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length + 1 > MaxLine)
            {
                if (line.Length >= MinLine && IsPlain(line)) yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        static bool IsPlain(System.Text.StringBuilder line) => line.Length <= MaxLine && line.ToString().All(c => c is >= ' ' and < '\u007F' and not '[');
    }
}
