using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.Throughput;

/// <summary>Measures MinHash signatures: the whole way from text to signature, and the kernel alone beside its plain form.</summary>
internal static class MinHashCommand
{
    public static Command Create()
    {
        var megabytes = new Option<int>("--mb") { Description = "The size of the texts together.", DefaultValueFactory = _ => 64 };
        var words = new Option<int>("--words") { Description = "The words of a text.", DefaultValueFactory = _ => 600 };
        var repeats = new Option<int>("--repeats") { Description = "The number of measurements; the best one counts.", DefaultValueFactory = _ => 5 };
        var command = new Command("minhash", "Signs generated texts on one thread, 14 x 8 hashes over five words. Prints a line of JSON.")
        {
            megabytes, words, repeats,
        };
        command.SetAction(parsed => Run(parsed.GetValue(megabytes), parsed.GetValue(words), parsed.GetValue(repeats)));
        return command;
    }

    private static void Run(int megabytes, int words, int repeats)
    {
        byte[][] texts = [.. Texts(megabytes * 1_000_000L, words)];
        long bytes = texts.Sum(text => (long)text.Length);
        var signer = new MinHashSigner(MinHashPresets.Datatrove);
        var buffers = new ShingleBuffers();
        ulong[] signature = new ulong[signer.Parameters.SignatureLength];
        double whole = Best(() =>
        {
            foreach (byte[] text in texts) signer.TrySign(text, buffers, signature);
        });
        // The kernel's part, on a text's number of shingles.
        ulong[] shingles = [.. Enumerable.Range(1, words).Select(i => SeededRandom.Mix((ulong)i))], minima = new ulong[128], a = new ulong[128];
        for (int i = 0; i < a.Length; i++) a[i] = SeededRandom.Mix((ulong)i) % MinHashKernel.Prime;
        double fast = Best(() =>
        {
            for (int i = 0; i < texts.Length; i++) MinHashKernel.Minima(shingles, a, a, ulong.MaxValue, minima);
        });
        double narrow = Best(() =>
        {
            for (int i = 0; i < texts.Length; i++) MinHashKernel.Narrow(shingles, a, a, ulong.MaxValue, minima);
        });
        double plain = Best(() =>
        {
            for (int i = 0; i < texts.Length; i++) MinHashKernel.Plain(shingles, a, a, ulong.MaxValue, minima);
        });
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "minhash",
            texts = texts.Length,
            mb = Math.Round(bytes / 1e6, 1),
            signature_mb_s = Math.Round(bytes / 1e6 / whole, 1),
            with_plain_kernel_mb_s = Math.Round(bytes / 1e6 / (whole - fast + plain), 1),
            kernel_mb_s = Math.Round(bytes / 1e6 / fast, 1),
            kernel_256_bits_mb_s = Math.Round(bytes / 1e6 / narrow, 1),
            plain_kernel_mb_s = Math.Round(bytes / 1e6 / plain, 1),
            kernel_speedup = Math.Round(plain / fast, 2),
            ns_per_shingle = Math.Round(fast * 1e9 / texts.Length / words, 1),
            vector_bits = System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 0,
        }));

        double Best(Action action)
        {
            double best = double.PositiveInfinity;
            for (int i = 0; i < repeats; i++)
            {
                long start = Stopwatch.GetTimestamp();
                action();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            return best;
        }
    }

    /// <summary>Makes texts of English-like words, with capitals, punctuation, numbers, and an accent now and then.</summary>
    internal static IEnumerable<byte[]> Texts(long bytes, int words)
    {
        var random = new SeededRandom(7);
        string[] ends = [" ", " ", " ", " ", ", ", ". ", "\n"];
        for (long made = 0; made < bytes;)
        {
            var text = new StringBuilder();
            for (int i = 0; i < words; i++)
            {
                long kind = random.NextInt64(60);
                if (kind == 0) text.Append(random.NextInt64(10_000));
                else
                {
                    int length = 2 + (int)random.NextInt64(8);
                    for (int c = 0; c < length; c++) text.Append((char)((c == 0 && kind < 6 ? 'A' : 'a') + random.NextInt64(26)));
                    if (kind == 59) text.Append('é');
                }
                text.Append(ends[random.NextInt64(ends.Length)]);
            }
            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
            made += utf8.Length;
            yield return utf8;
        }
    }
}
