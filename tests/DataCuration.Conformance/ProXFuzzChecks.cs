using System.Text;
using System.Text.Json;
using DataCuration.LanguageModels;
using DataCuration.TestKit;

namespace DataCuration.Conformance;

/// <summary>The laws that hold for every text and program, in both modes of ProX's executor.</summary>
internal static class ProXFuzzChecks
{
    /// <summary>Longer programs are not compared with the plain one, which has no limits.</summary>
    private const int MaxComparedProgram = 4_000;

    private static readonly ProXExecutor Strict = new();
    private static readonly ProXExecutor Compat = new(new ProXOptions { Mode = ProXMode.Compat });
    private static readonly ProXLimits Wide = ProXLimits.Default with { MaxProgramBytes = int.MaxValue, MaxCalls = int.MaxValue };
    private static readonly ProXChunker Chunker = new(ProXLineCounter.FromNumberedLines(line => line.Length, "bytes")) { MaxTokens = 200 };

    /// <summary>Reads the texts and programs of vectors.</summary>
    public static ProXPrograms Load(string folder)
    {
        JsonElement vectors = VectorReading.Load(Path.Combine(folder, "chunk_exec.json")).GetProperty("vectors");
        return new ProXPrograms([.. vectors.EnumerateArray().Select(vector => (vector.Text("text"), vector.Text("program")))]);
    }

    /// <summary>Checks a text and a program.</summary>
    /// <returns>The first broken law; null if all hold.</returns>
    public static string? FirstFault(string text, string program)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return RoundTrip(program) ?? Whole(utf8, program) ?? Chunked(utf8, program) ?? InCompat(utf8, program);
    }

    private static string? RoundTrip(string program)
    {
        ProXProgram parsed = ProXProgram.Parse(program, Wide);
        string printed = parsed.ToString();
        ProXProgram again = ProXProgram.Parse(printed, Wide);
        if (again.Errors.Count > 0 || again.IsCutOff) return $"the printed program has an error: {ProXProgram.Escape(printed)}";
        if (!again.Calls.SequenceEqual(parsed.Calls)) return $"the printed program has other calls: {ProXProgram.Escape(printed)}";
        return again.ToString() == printed ? null : "printing is not idempotent";
    }

    private static string? Whole(byte[] text, string program) => InStrict(text, Strict.Execute(text, program), program);

    /// <summary>Gives each chunk the same program, whose numbers are mostly of other chunks.</summary>
    private static string? Chunked(byte[] text, string program)
    {
        List<ProXChunkProgram> programs = [.. Chunker.Split(text.AsMemory()).Select(chunk => chunk.WithProgram(program))];
        ProXResult result = Strict.Execute(text, programs);
        return InStrict(text, result, program)
            ?? (result.Calls.Any(call => IsOutside(call, programs)) ? "a line of another chunk was removed" : null);
    }

    private static bool IsOutside(ProXCallResult call, List<ProXChunkProgram> programs) =>
        call is { Status: ProXCallStatus.Done, Call: ProXRemoveLines lines }
        && (lines.First < programs[call.Chunk].Lines.First || lines.Last > programs[call.Chunk].Lines.Last);

    private static string? InStrict(byte[] text, ProXResult result, string program)
    {
        if (Common(text, result) is { } fault) return fault;
        double most = (ProXLimits.Default.MaxGrowth * CodePoints(text)) + ProXLimits.Default.MaxGrowthCharacters;
        if (CodePoints(result.Utf8Text.Span) > most) return $"the result has {CodePoints(result.Utf8Text.Span)} characters, at most {most}";
        if (result.Calls.Count > 1_000 + (text.Length * ProXLimits.Default.MaxCalls)) return "too many calls";
        bool isInvalid = result.Chunks.Any(chunk => chunk.Reason != ProXReason.None);
        if (isInvalid && result.Outcome == ProXOutcome.Dropped && result.Reason != ProXReason.NoWords) return "an invalid program dropped the document";
        return result.Outcome == ProXOutcome.Dropped && result.Reason == ProXReason.MostlyRemoved ? "a chunk's program alone dropped the document" : null;
    }

    private static string? InCompat(byte[] text, string program)
    {
        ProXResult result = Compat.Execute(text, program);
        if (Common(text, result) is { } fault) return "compat: " + fault;
        if (result.Utf8Text.Length > Math.Max(text.Length, 64L * text.Length)) return "compat: the result is longer than 64 texts";
        if (result.Reason == ProXReason.LimitExceeded || program.Length > MaxComparedProgram || ReplacementsAreEndless(program)) return null;
        StraightforwardProX.Result plain = StraightforwardProX.Execute(Encoding.UTF8.GetString(text), program);
        if (Encoding.UTF8.GetString(result.Utf8Text.Span) != Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(plain.Output)))
            return $"compat: '{result.Text}' instead of '{plain.Output}'";
        return result.Errors == plain.Errors ? null : $"compat: {result.Errors} errors instead of {plain.Errors}";
    }

    /// <summary>The laws of both modes.</summary>
    private static string? Common(byte[] text, ProXResult result)
    {
        if (!System.Text.Unicode.Utf8.IsValid(result.Utf8Text.Span)) return "the result is not UTF-8";
        bool isSame = result.Utf8Text.Span.SequenceEqual(text);
        if (result.Outcome == ProXOutcome.Dropped && result.Utf8Text.Length > 0) return "a dropped document has a text";
        if (result.Outcome is ProXOutcome.Unchanged or ProXOutcome.Reverted && !isSame) return $"{result.Outcome}, but another text";
        if (result.Outcome == ProXOutcome.Edited && isSame) return "edited, but the same text";
        bool isReplaced = result.Calls.Any(call => call.Call is ProXNormalize && call.Effect > 0);
        return isReplaced || result.Utf8Text.Length == 0 || IsSubsequence(result.Text.Split('\n'), Encoding.UTF8.GetString(text).Split('\n')) ? null
            : "a line that the text does not have";
    }

    private static bool IsSubsequence(string[] some, string[] all)
    {
        int found = 0;
        foreach (string line in all)
            if (found < some.Length && some[found] == line) found++;
        return found == some.Length;
    }

    /// <summary>The plain program has no limits, so programs that can multiply the text are not compared.</summary>
    private static bool ReplacementsAreEndless(string program)
    {
        int calls = 0;
        foreach (string line in program.Split('\n')) calls += line.TrimStart(' ').StartsWith("normalize", StringComparison.Ordinal) ? 1 : 0;
        return calls > 12;
    }

    private static long CodePoints(ReadOnlySpan<byte> text)
    {
        long count = 0;
        foreach (byte unit in text) count += (unit & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
