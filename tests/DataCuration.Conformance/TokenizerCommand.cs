using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataCuration.Tokenization;

namespace DataCuration.Conformance;

/// <summary>The verb <c>tokenizer</c>: compares ids and decoded texts with those of the reference implementation.</summary>
internal static class TokenizerCommand
{
    private const string ModelEnding = ".tokenizer.json";

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "A folder of NAME.json(.gz): {\"cases\": [{\"text\", \"ids\", \"decoded\"}]}. Special tokens in the texts are parsed, and no "
                + "token is added."
        };
        var models = new Option<DirectoryInfo>("--models") { Description = "A folder of NAME.tokenizer.json or NAME.tokenizer.json.gz.", Required = true };
        var command = new Command("tokenizer", "Checks tokenizers against ids and decoded texts of Hugging Face's library. Prints a line for each file, then "
            + "'N passed, N failed'; exits with 0 only if none failed.") { folder, models };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(folder)!, parsed.GetValue(models)!, Console.Out)));
        return command;
    }

    private static int Run(DirectoryInfo folder, DirectoryInfo models, TextWriter output)
    {
        if (!folder.Exists || !models.Exists)
        {
            output.WriteLine($"There is no folder '{(folder.Exists ? models : folder).FullName}'.");
            return 2;
        }
        var report = new JudgeReport(output);
        foreach (FileInfo file in folder.EnumerateFiles().Where(static file => IsVector(file.Name)).OrderBy(static file => file.Name, StringComparer.Ordinal))
            JudgeFile(file, models, report);
        report.Finish();
        return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
    }

    private static bool IsVector(string name) => name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".json.gz", StringComparison.Ordinal);

    private static void JudgeFile(FileInfo file, DirectoryInfo models, JudgeReport report)
    {
        string name = file.Name[..file.Name.IndexOf(".json", StringComparison.Ordinal)];
        string model = Path.Combine(models.FullName, name + ModelEnding);
        if (!File.Exists(model)) model += ".gz";
        HuggingFaceTokenizer? tokenizer = null;
        long start = Stopwatch.GetTimestamp();
        report.Case(file.Name, "the tokenizer", _ => tokenizer = HuggingFaceTokenizer.Load(model,
            new HuggingFaceTokenizerOptions { SpecialTokens = SpecialTokenParsing.Parse }));
        if (tokenizer is null) return;
        double loaded = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (int passed, int failed, int number) = (report.Passed, report.Failed, 0);
        using JsonDocument document = JsonDocument.Parse(Unpack(file.FullName));
        foreach (JsonElement test in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string text = test.Text("text");
            string shown = JsonSerializer.Serialize(text.Length > 60 ? text[..60] : text);
            report.Case(file.Name, $"case {number++}: {shown}", checks => Judge(tokenizer, test, text, checks));
        }
        report.Note(FormattableString.Invariant($"{file.Name}: {report.Passed - passed} passed, {report.Failed - failed} failed ({tokenizer.ModelKind}, ")
            + FormattableString.Invariant($"{tokenizer.VocabularySize} ids, loaded in {loaded:0.00} s)"));
    }

    private static void Judge(HuggingFaceTokenizer tokenizer, JsonElement test, string text, CaseJudge checks)
    {
        int[] expected = [.. test.GetProperty("ids").EnumerateArray().Select(static id => id.GetInt32())];
        int[] ids = tokenizer.Encode(text);
        int different = ids.AsSpan().CommonPrefixLength(expected);
        if (different < ids.Length || different < expected.Length)
            checks.Fail("ids", Around(expected, different), Around(ids, different));
        if (test.Has("decoded", out JsonElement decoded) && tokenizer.Decode(expected) is var found && found != decoded.GetString())
            checks.Fail("decoded", JsonSerializer.Serialize(decoded.GetString()), JsonSerializer.Serialize(found));
        var offsets = new List<TokenOffset>();
        tokenizer.EncodeWithOffsets(Encoding.UTF8.GetBytes(text), offsets);
        if (!offsets.Select(static offset => offset.Token).SequenceEqual(ids))
            checks.Fail("ids with offsets", Around(ids, 0), Around([.. offsets.Select(static offset => offset.Token)], 0));
        int length = Encoding.UTF8.GetByteCount(text);
        if (offsets.FirstOrDefault(offset => offset.Start < 0 || offset.End < offset.Start || offset.End > length) is { End: not 0 } wrong)
            checks.Fail("offsets", $"within 0 and {length}", wrong.ToString());
    }

    private static string Around(int[] ids, int place) => $"{string.Join(' ', ids.Skip(place).Take(8))} (token {place} of {ids.Length})";

    private static byte[] Unpack(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
