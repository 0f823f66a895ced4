using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.Throughput;

/// <summary>
/// Writes a corpus of random words with planted passages, finds and cuts the later copies, and compares every document with the text that it must have.
/// </summary>
internal static class SubstringsCommand
{
    private const int PassageCount = 500;

    public static Command Create()
    {
        var folder = new Option<string>("--folder") { Description = "The folder for corpus and work.", Required = true };
        var megabytes = new Option<int>("--megabytes") { Description = "The size of the corpus.", DefaultValueFactory = _ => 200 };
        var length = new Option<int>("--min-length") { Description = "The minimum length in bytes.", DefaultValueFactory = _ => 100 };
        var memory = new Option<int>("--memory-mb") { Description = "The memory of a task.", DefaultValueFactory = _ => 256 };
        var workers = new Option<int>("--workers") { Description = "The number of workers.", DefaultValueFactory = _ => 2 };
        var command = new Command("substrings", "Finds planted substrings in a random corpus. Prints a line of JSON.")
        {
            folder, megabytes, length, memory, workers,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(megabytes), parsed.GetValue(length), parsed.GetValue(memory),
            parsed.GetValue(workers), token));
        return command;
    }

    private static async Task RunAsync(string folder, int megabytes, int length, int memory, int workers, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        (List<ulong> expected, long planted) = Write(folder, megabytes * 1_000_000L);
        long peak = 0;
        using var sampler = new Timer(_ => peak = Math.Max(peak, AnonymousBytes()), null, 0, 100);
        using var run = new CurationRun(new RunOptions
        {
            WorkDirectory = Path.Combine(folder, "work"),
            MaxParallelShards = workers,
            WarningWriter = TextWriter.Null,
        });
        Corpus corpus = Corpus.FromJsonl(Path.Combine(folder, "corpus-*.jsonl"));
        long begin = Stopwatch.GetTimestamp();
        var fit = new SubstringDeduplication { MinLength = length, MemoryBytes = (long)memory << 20 };
        using DuplicateSpans spans = await corpus.FitAsync(fit, run, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        long wrong = 0, documents = 0;
        Corpus cut = corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0, TrimsEnds = false });
        await foreach (Document document in cut.AsAsyncEnumerable(run, cancellationToken))
        {
            documents++;
            if (XxHash3.HashToUInt64(document.Utf8Text.Span) != expected[int.Parse(document.Id, CultureInfo.InvariantCulture)]) wrong++;
        }
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "substrings",
            text_mb = Math.Round(spans.TextByteCount / 1e6),
            documents,
            planted_bytes = planted,
            marked_bytes = spans.ByteCount,
            wrong_documents = wrong + Math.Abs(expected.Count - documents),
            min_length = length,
            memory_mb = memory,
            workers,
            seconds = Math.Round(seconds, 1),
            cpu_seconds = Math.Round(process.TotalProcessorTime.TotalSeconds, 1),
            peak_private_mb = Math.Round(peak / 1e6),
            peak_mb = Math.Round(process.PeakWorkingSet64 / 1e6),
        }));
    }

    /// <summary>Writes the corpus in files of 64 MB.</summary>
    private static (List<ulong> Expected, long Planted) Write(string folder, long bytes)
    {
        var random = new SeededRandom(1);
        string[] words = [.. Enumerable.Range(0, 50_000).Select(i => Word(new SeededRandom(SeededRandom.Mix((ulong)i + 1))))];
        string[] passages = [.. Enumerable.Range(0, PassageCount).Select(i => Words(ref random, words, 200 + (i * 4)))];
        var copies = new int[PassageCount];
        var expected = new List<ulong>();
        long written = 0, planted = 0;
        int file = 0;
        while (written < bytes)
        {
            long own = 0;
            using var stream = new BufferedStream(File.Create(Path.Combine(folder, $"corpus-{file++:D4}.jsonl")), 1 << 20);
            while (own < 64_000_000 && written < bytes)
            {
                string text = Words(ref random, words, 1_000 + (int)random.NextInt64(4_000)), left = text;
                if (random.NextInt64(20) == 0 && (int)random.NextInt64(PassageCount) is var passage && copies[passage] < 60)
                {
                    // A copy differs from all others in the bytes around it.
                    char mark = (char)('?' + copies[passage] + (copies[passage] > 28 ? 1 : 0));
                    string tail = Words(ref random, words, 500);
                    left = copies[passage] == 0 ? $"{text}{mark}{passages[passage]}{mark}{tail}" : $"{text}{mark}{mark}{tail}";
                    text = $"{text}{mark}{passages[passage]}{mark}{tail}";
                    if (copies[passage]++ > 0) planted += passages[passage].Length;
                }
                byte[] line = JsonSerializer.SerializeToUtf8Bytes(new { id = expected.Count.ToString(CultureInfo.InvariantCulture), text });
                stream.Write(line);
                stream.WriteByte((byte)'\n');
                expected.Add(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(left)));
                own += text.Length;
                written += text.Length;
            }
        }
        return (expected, planted);
    }

    private static string Word(SeededRandom random)
    {
        Span<char> word = stackalloc char[3 + (int)random.NextInt64(9)];
        foreach (ref char letter in word) letter = (char)('a' + random.NextInt64(26));
        return word.ToString();
    }

    private static string Words(ref SeededRandom random, string[] words, int length)
    {
        var text = new StringBuilder(length + 12);
        while (text.Length < length) text.Append(words[random.NextInt64(words.Length)]).Append(' ');
        return text.ToString();
    }

    /// <summary>The memory of the process that no file backs, on Linux.</summary>
    private static long AnonymousBytes()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        string? line = File.ReadLines("/proc/self/status").FirstOrDefault(one => one.StartsWith("RssAnon:", StringComparison.Ordinal));
        return line is null ? 0 : 1_024 * long.Parse(line.AsSpan(8).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);
    }
}
