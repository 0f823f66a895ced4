using System.CommandLine;
using System.Diagnostics;
using DataCuration.Extraction.Pdf;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fuzz-pdf</c>: damages PDFs of a folder in many ways and checks that each yields a text or a reason.</summary>
internal static class FuzzPdfCommand
{
    private const string Syntax = "0123456789<>[]()/R";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder of PDFs, at any depth." };
        var count = new Option<int>("--count") { Description = "The number of mutated files.", DefaultValueFactory = _ => 3000 };
        var seed = new Option<int>("--seed") { Description = "The first seed; each file has the next one.", DefaultValueFactory = _ => 0 };
        var longest = new Option<int>("--longest") { Description = "Larger files are left out, in bytes.", DefaultValueFactory = _ => 2_000_000 };
        var command = new Command("fuzz-pdf", "Reads mutated PDFs. Prints a line per fault with its seed, the reasons, the worst time, then 'N passed, N "
            + "failed'; exits with 0 only if none failed.") { folder, count, seed, longest };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Run(parsed.GetValue(folder)!, parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(longest), Console.Out, cancellationToken)));
        return command;
    }

    private static int Run(DirectoryInfo folder, int count, int seed, int longest, TextWriter output, CancellationToken cancellationToken)
    {
        byte[][] files = folder.Exists ? [.. folder.EnumerateFiles("*.pdf", SearchOption.AllDirectories).Where(file => file.Length <= longest)
            .OrderBy(file => file.FullName, StringComparer.Ordinal).Select(file => File.ReadAllBytes(file.FullName))] : [];
        if (files.Length == 0)
        {
            output.WriteLine($"There are no PDFs in '{folder.FullName}'.");
            return 2;
        }
        var extractor = new PdfExtractor();
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int failed = 0, worst = 0;
        double worstMs = 0;
        for (int i = seed; i < seed + count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] file = Mutate(files, i);
            long start = Stopwatch.GetTimestamp();
            string reason;
            try
            {
                reason = extractor.Extract(new RawDocument { Id = "a.pdf", Content = file, MediaType = "application/pdf" }, cancellationToken).Reason ?? "text";
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failed++;
                reason = e.GetType().Name;
                output.WriteLine($"FAILED seed {i}: {reason}: {e.Message}");
            }
            double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (taken > worstMs) (worstMs, worst) = (taken, i);
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }
        output.WriteLine(string.Join(", ", reasons.Select(pair => $"{pair.Key} {pair.Value}")));
        output.WriteLine(FormattableString.Invariant(
            $"{files.Length} files, {count} mutated; the worst took {worstMs:0} ms (seed {worst}); at most {Environment.WorkingSet / 1e6:0} MB at the end"));
        output.WriteLine($"{count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>
    /// Returns one file with a few changes that depend on the seed only: bytes, syntax characters, a cut, a piece removed, duplicated or taken from
    /// another file.
    /// </summary>
    private static byte[] Mutate(byte[][] files, int seed)
    {
        var random = new Random(seed);
        byte[] file = [.. files[random.Next(files.Length)]];
        for (int changes = random.Next(1, 4); changes > 0 && file.Length > 1; changes--)
        {
            int at = random.Next(file.Length), length = random.Next(1, Math.Min(4096, file.Length - at + 1));
            switch (random.Next(6))
            {
                case 0:
                    for (int k = random.Next(1, 100); k > 0; k--) file[random.Next(file.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    for (int k = random.Next(1, 100); k > 0; k--) file[random.Next(file.Length)] = (byte)Syntax[random.Next(Syntax.Length)];
                    break;
                case 2:
                    file = file[..at];
                    break;
                case 3:
                    file = [.. file[..at], .. file[Math.Min(at + length, file.Length)..]];
                    break;
                case 4:
                    file = [.. file[..at], .. file.AsSpan(at, Math.Min(length, file.Length - at)), .. file[at..]];
                    break;
                default:
                    byte[] other = files[random.Next(files.Length)];
                    int from = random.Next(other.Length);
                    other.AsSpan(from, Math.Min(Math.Min(length, other.Length - from), file.Length - at)).CopyTo(file.AsSpan(at));
                    break;
            }
        }
        return file;
    }
}
