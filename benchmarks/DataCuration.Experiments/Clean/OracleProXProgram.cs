using System.Text;
using DataCuration.LanguageModels;

namespace DataCuration.Experiments.Clean;

/// <summary>
/// Replaces ProX's refining model by one that knows the answer: its chunk programs remove exactly the lines that are not in a page's known-good text. So the
/// gain is what perfect line removal gives; a real model removes other lines.
/// </summary>
internal static class OracleProXProgram
{
    // The oracle may remove as much as it wants: guards against a model's mistakes are off. Pages with alternating lines need many calls.
    private static readonly ProXExecutor Executor = new(new ProXOptions
    {
        MaxRemovedShare = 1,
        ShortDocumentWords = null,
        Limits = ProXLimits.Default with { MaxCalls = 10_000, MaxProgramBytes = 1 << 20 },
    });

    private static readonly ProXChunker Chunker = new(ProXLineCounter.Estimate);

    /// <summary>Writes a program for each chunk of a page.</summary>
    /// <param name="text">The page's text.</param>
    /// <param name="isGood">For each line, whether it stays.</param>
    public static IReadOnlyList<ProXChunkProgram> Write(string text, IReadOnlyList<bool> isGood) =>
        [.. Chunker.Split(text).Select(chunk => chunk.WithProgram(Write(chunk.Lines, isGood)))];

    /// <summary>Executes the programs with the library's executor.</summary>
    public static ProXResult Execute(string text, IReadOnlyList<ProXChunkProgram> programs) =>
        Executor.Execute(Encoding.UTF8.GetBytes(text), programs);

    private static string Write(ProXLineRange lines, IReadOnlyList<bool> isGood)
    {
        var calls = new List<ProXCall>();
        for (int line = lines.First; line <= lines.Last; line++)
        {
            if (isGood[line]) continue;
            int last = line;
            while (last < lines.Last && !isGood[last + 1]) last++;
            calls.Add(new ProXRemoveLines(line, last));
            line = last;
        }
        if (calls.Count == 0) calls.Add(new ProXNoEdit());
        return string.Join('\n', calls);
    }
}
