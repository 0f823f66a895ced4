using System.CommandLine;
using System.Text.Json;
using DataCuration.Synthesis;

namespace DataCuration.Throughput;

/// <summary>Measures the longest common subsequence of ROUGE-L beside the plain dynamic program, and the novelty gate beside comparing all pairs.</summary>
internal static class RougeCommand
{
    private const double Limit = 0.7;

    public static Command Create()
    {
        var texts = new Option<int>("--texts") { Description = "The number of instructions for the gate.", DefaultValueFactory = _ => 10_000 };
        var command = new Command("rouge", "Compares token sequences on one thread, by processor time. Prints a line of JSON for each way.") { texts };
        command.SetAction(parsed => Run(Math.Clamp(parsed.GetValue(texts), 100, 10_000_000)));
        return command;
    }

    private static void Run(int texts)
    {
        var random = new SeededRandom(1);
        foreach (int length in new[] { 20, 64, 500 })
        {
            int[][] sequences = [.. Enumerable.Range(0, 100).Select(_ => Sequence(ref random, length))];
            var pattern = new LcsPattern();
            long bit = Measure("bit-parallel", length, Math.Max(1, 1_000 / length), first =>
            {
                pattern.Set(first);
                long sum = 0;
                foreach (int[] second in sequences) sum += pattern.LengthWith(second);
                return sum;
            });
            long plain = Measure("plain", length, Math.Max(1, 60 / length), first =>
            {
                long sum = 0;
                foreach (int[] second in sequences) sum += LcsPattern.PlainLength(first, second);
                return sum;
            });
            if (bit != plain) throw new InvalidOperationException($"The kernel gives {bit}, the plain program {plain}.");

            long Measure(string way, int tokens, int passes, Func<int[], long> compare)
            {
                long sum = 0;
                double best = double.MaxValue;
                for (int i = 0; i < 3; i++)
                {
                    // Other processes disturb this less than the time of a clock.
                    TimeSpan start = Environment.CpuUsage.TotalTime;
                    for (int pass = 0; pass < passes; pass++) sum = sequences.Sum(compare);
                    best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalSeconds / passes);
                }
                double pairs = (double)sequences.Length * sequences.Length;
                Print(new { verb = "rouge", way, tokens, ns_a_pair = Math.Round(best / pairs * 1e9, 1), sum });
                return sum;
            }
        }
        Gate(ref random, texts);
    }

    /// <summary>Judges instructions of templates and rare words, of which a third repeats an earlier one with a change.</summary>
    private static void Gate(ref SeededRandom random, int texts)
    {
        int[][] made = new int[texts][];
        for (int i = 0; i < texts; i++)
        {
            made[i] = i > 0 && random.NextInt64(3) == 0 ? [.. made[random.NextInt64(i)]] : Sequence(ref random, 8 + (int)random.NextInt64(24));
            made[i][random.NextInt64(made[i].Length)] = (int)random.NextInt64(1_000);
        }
        TimeSpan start = Environment.CpuUsage.TotalTime;
        var index = new NoveltyIndex(Limit, 30_000);
        int accepted = 0;
        foreach (int[] tokens in made)
        {
            if (index.Find(tokens).Number >= 0) continue;
            index.Accept(tokens);
            accepted++;
        }
        double seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        Print(new { verb = "rouge", way = "gate", texts, accepted, comparisons = index.Comparisons, seconds = Math.Round(seconds, 3) });

        start = Environment.CpuUsage.TotalTime;
        var kept = new List<int[]>();
        var pattern = new LcsPattern();
        foreach (int[] tokens in made)
        {
            pattern.Set(tokens);
            if (!kept.Exists(other => 2.0 * pattern.LengthWith(other) > Limit * (tokens.Length + other.Length))) kept.Add(tokens);
        }
        seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        Print(new { verb = "rouge", way = "all pairs, same kernel", texts, accepted = kept.Count, seconds = Math.Round(seconds, 3) });
        if (kept.Count != accepted) throw new InvalidOperationException($"The gate keeps {accepted} texts, comparing all pairs keeps {kept.Count}.");
    }

    /// <summary>Tokens of which the largest are the most frequent, as in a language: the ranks of the gate.</summary>
    private static int[] Sequence(ref SeededRandom random, int length)
    {
        int[] tokens = new int[length];
        for (int i = 0; i < length; i++)
        {
            double at = random.NextDouble();
            tokens[i] = 29_999 - (int)(at * at * at * 30_000);
        }
        return tokens;
    }

    private static void Print(object line) => Console.WriteLine(JsonSerializer.Serialize(line));
}
