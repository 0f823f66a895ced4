using System.CommandLine;
using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using DataCuration.LanguageModels;
using DataCuration.TestKit;
using DataCuration.Tokenization;

namespace DataCuration.Throughput;

/// <summary>The <c>prox</c> command: megabytes a second of ProX's executor and of a plain program, and of chunking and tokenizing, on one thread.</summary>
internal static class ProXCommand
{
    public static Command Create()
    {
        var input = new Option<FileInfo[]>("--input")
        {
            Description = "JSONL or JSONL.gz with 'text', and 'program' (a string) or not: then programs are made from the seed.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var megabytes = new Option<int>("--mb") { Description = "The most text that is read.", DefaultValueFactory = _ => 50 };
        var seed = new Option<ulong>("--seed") { Description = "The seed of made programs.", DefaultValueFactory = _ => 1 };
        var warm = new Option<int>("--warm") { Description = "Passes that run first and do not count.", DefaultValueFactory = _ => 2 };
        var repeat = new Option<int>("--repeat") { Description = "Passes that count; medians are printed.", DefaultValueFactory = _ => 7 };
        var tokens = new Option<int>("--token-mb")
        {
            Description = "The part of the text that is tokenized (o200k_base) and divided into chunks; 0: none.",
            DefaultValueFactory = _ => 5
        };
        var command = new Command("prox",
            "Executes chunk programs in compat mode, in strict mode and with a plain Split/Replace/Join program, in turns. Prints lines of JSON.") { input,
            megabytes, seed, warm, repeat, tokens };
        command.SetAction(parsed =>
        {
            ProXDocuments documents = ProXDocuments.Read(parsed.GetValue(input)!, parsed.GetValue(megabytes) * 1_000_000L, parsed.GetValue(seed));
            if (documents.Count == 0)
            {
                Console.Error.WriteLine("There is no document in the input.");
                return 2;
            }
            bool isEqual = Execute(documents, parsed.GetValue(warm), parsed.GetValue(repeat));
            if (parsed.GetValue(tokens) > 0) Chunk(documents, parsed.GetValue(tokens) * 1_000_000L, parsed.GetValue(warm), parsed.GetValue(repeat));
            return isEqual ? 0 : 1;
        });
        return command;
    }

    private static bool Execute(ProXDocuments documents, int warm, int repeat)
    {
        var compat = new ProXExecutor(new ProXOptions { Mode = ProXMode.Compat });
        var strict = new ProXExecutor();
        long length = 0;
        // The plain program works on strings that exist already; ours takes UTF-8, as documents have it, and a string in the fourth row.
        double[] seconds = Timings(warm, repeat,
        [
            i => length += compat.Execute(documents.Utf8[i], documents.Programs[i]).Utf8Text.Length,
            i => length += strict.Execute(documents.Utf8[i], documents.Programs[i]).Utf8Text.Length,
            i => length += StraightforwardProX.Execute(documents.Texts[i], documents.Programs[i]).Output.Length,
            i => length += compat.Execute(documents.Texts[i], documents.Programs[i]).Text.Length,
        ], documents.Count);
        var ours = new XxHash3();
        var plain = new XxHash3();
        int edited = 0, dropped = 0, reverted = 0, strictEdited = 0;
        for (int i = 0; i < documents.Count; i++)
        {
            ProXResult result = compat.Execute(documents.Utf8[i], documents.Programs[i]);
            ours.Append(result.Utf8Text.Span);
            ours.Append([0xFF]);
            plain.Append(Encoding.UTF8.GetBytes(StraightforwardProX.Execute(documents.Texts[i], documents.Programs[i]).Output));
            plain.Append([0xFF]);
            if (result.Outcome == ProXOutcome.Edited) edited++;
            else if (result.Outcome == ProXOutcome.Dropped) dropped++;
            else if (result.Outcome == ProXOutcome.Reverted) reverted++;
            if (strict.Execute(documents.Utf8[i], documents.Programs[i]).Outcome == ProXOutcome.Edited) strictEdited++;
        }
        bool isEqual = ours.GetCurrentHashAsUInt64() == plain.GetCurrentHashAsUInt64();
        double mb = documents.Utf8.Sum(text => (long)text.Length) / 1e6;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "prox",
            part = "execute",
            documents = documents.Count,
            mb = Math.Round(mb, 1),
            calls_per_document = Math.Round(documents.Programs.Average(program => program.Split('\n').Length), 2),
            compat_mb_per_s = Math.Round(mb / seconds[0], 1),
            strict_mb_per_s = Math.Round(mb / seconds[1], 1),
            plain_mb_per_s = Math.Round(mb / seconds[2], 1),
            compat_from_strings_mb_per_s = Math.Round(mb / seconds[3], 1),
            compat_times_plain = Math.Round(seconds[2] / seconds[0], 2),
            compat_from_strings_times_plain = Math.Round(seconds[2] / seconds[3], 2),
            edited,
            dropped,
            reverted,
            strict_edited = strictEdited,
            digest = ours.GetCurrentHashAsUInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            equal_digests = isEqual,
            checksum = length,
        }));
        return isEqual;
    }

    private static void Chunk(ProXDocuments documents, long bytes, int warm, int repeat)
    {
        int count = 0;
        long total = 0;
        while (count < documents.Count && total < bytes) total += documents.Utf8[count++].Length;
        TokenizerEncoder encoder = TokenizerEncoder.ForTiktokenEncoding("o200k_base");
        var chunker = new ProXChunker(ProXLineCounter.FromEncoder(encoder));
        var exact = new ProXChunker(ProXLineCounter.FromEncoderExactly(encoder));
        List<int> tokens = [];
        long chunks = 0, exactChunks = 0, encoded = 0;
        double[] seconds = Timings(warm, repeat,
        [
            i => chunks += chunker.Split(documents.Utf8[i].AsMemory()).Count,
            i => exactChunks += exact.Split(documents.Utf8[i].AsMemory()).Count,
            i =>
            {
                tokens.Clear();
                encoder.Encode(documents.Utf8[i], tokens);
                encoded += tokens.Count;
            },
        ], count);
        double mb = total / 1e6;
        int passes = warm + repeat;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "prox",
            part = "chunk",
            tokenizer = "o200k_base",
            documents = count,
            mb = Math.Round(mb, 1),
            tokens = encoded / passes,
            chunks = chunks / passes,
            exact_chunks = exactChunks / passes,
            chunk_mb_per_s = Math.Round(mb / seconds[0], 2),
            exact_chunk_mb_per_s = Math.Round(mb / seconds[1], 2),
            tokenize_once_mb_per_s = Math.Round(mb / seconds[2], 2),
            chunk_times_tokenize_once = Math.Round(seconds[2] / seconds[0], 3),
            exact_times_tokenize_once = Math.Round(seconds[2] / seconds[1], 3),
        }));
    }

    /// <summary>Runs the programs in turns, pass by pass, and returns the median seconds of each. On Linux, it is the thread's processor time.</summary>
    private static double[] Timings(int warm, int repeat, Action<int>[] programs, int count)
    {
        double[][] seconds = [.. programs.Select(_ => new double[repeat])];
        for (int pass = -warm; pass < repeat; pass++)
        {
            for (int which = 0; which < programs.Length; which++)
            {
                Dictionary<string, (double Run, double Queued)> before = ThreadTimes.Read();
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < count; i++) programs[which](i);
                double wall = Stopwatch.GetElapsedTime(start).TotalSeconds, run = ThreadTimes.BusiestSince(before).Run;
                if (pass >= 0) seconds[which][pass] = run > 0 ? run : wall;
            }
        }
        return [.. seconds.Select(times => times.Order().ElementAt(repeat / 2))];
    }
}
