using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using DataCuration.TestKit;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fuzz-tokenizer</c>: damages tokenizer files and checks that each is read or refused with a reason.</summary>
internal static class FuzzTokenizerCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "The number of damaged files.", DefaultValueFactory = _ => 20_000 };
        var seed = new Option<int>("--seed") { Description = "The first seed; each file has the next one.", DefaultValueFactory = _ => 0 };
        var models = new Option<DirectoryInfo?>("--models") { Description = "A folder of real files to damage; small ones of the program by default." };
        var command = new Command("fuzz-tokenizer", "Reads damaged tokenizer files. Prints a line per fault with its seed, the worst time, then "
            + "'N passed, N failed'; exits with 0 only if none failed.") { count, seed, models };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Run(parsed.GetValue(models), parsed.GetValue(count), parsed.GetValue(seed), Console.Out, cancellationToken)));
        return command;
    }

    private static int Run(DirectoryInfo? folder, int count, int seed, TextWriter output, CancellationToken cancellationToken)
    {
        byte[][] files = folder is null ? TokenizerMutations.Small : [.. folder.EnumerateFiles("*.tokenizer.json*")
            .OrderBy(static file => file.Name, StringComparer.Ordinal).Select(Unpack)];
        if (files.Length == 0)
        {
            output.WriteLine($"There are no files *.tokenizer.json in '{folder!.FullName}'.");
            return 2;
        }
        int read = 0, failed = 0, worst = seed;
        double worstMs = 0;
        for (int i = seed; i < seed + count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] file = TokenizerMutations.Mutate(files, i);
            long start = Stopwatch.GetTimestamp();
            try
            {
                read += TokenizerMutations.TryUse(file, out _) ? 1 : 0;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failed++;
                output.WriteLine($"FAILED seed {i}: {e.GetType().Name}: {e.Message}");
            }
            double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (taken > worstMs) (worstMs, worst) = (taken, i);
        }
        output.WriteLine(FormattableString.Invariant(
            $"{read} of {count} damaged files were read, the others refused; the worst took {worstMs:0} ms (seed {worst})"));
        output.WriteLine($"{count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static byte[] Unpack(FileInfo file)
    {
        using FileStream content = file.OpenRead();
        using Stream stream = file.Name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : content;
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
