using System.Text;
using System.Text.Json;
using DataCuration.Conformance;

namespace DataCuration.LanguageModels.Tests;

/// <summary>
/// The strict result of each vector in which the reference looks wrong. The expected texts are made with plain string operations. Where a vector's
/// recommendation breaks a limit, the limit wins.
/// </summary>
public sealed class StrictRecommendationTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "prox");

    /// <summary>Name, outcome, reason, errors, and the expected text as an edit of the given one.</summary>
    private static readonly Dictionary<string, (ProXOutcome Outcome, ProXReason Reason, int Errors, Func<string, string> Edit)> Chunks =
        new(StringComparer.Ordinal)
        {
            ["remove_odd_keyword_names"] = (ProXOutcome.Unchanged, ProXReason.None, 1, Same),
            // 29 of 94 words: the guard of 30 % wins over "remove the full footer sentence".
            ["four_calls"] = (ProXOutcome.Reverted, ProXReason.TooMuchRemoved, 0, Same),
            ["remove_all_true_in_comment"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 1, 2)),
            ["leading_space_second_line"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 0, 11)),
            ["semicolon_two_calls"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 0, 11)),
            ["prefix_match_longer_name"] = (ProXOutcome.Unchanged, ProXReason.None, 1, Same),
            ["prefix_match_normalized"] = (ProXOutcome.Unchanged, ProXReason.None, 1, Same),
            ["positional_remove"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 0, 1)),
            // 33 of 94 words.
            ["positional_remove_twice"] = (ProXOutcome.Reverted, ProXReason.TooMuchRemoved, 0, Same),
            ["positional_normalize_one"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, " Click here", "")),
            ["mixed_positional_keyword"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, " Click here", "")),
            ["fullwidth_digits"] = (ProXOutcome.Unchanged, ProXReason.None, 1, Same),
            ["missing_close_paren_last_digit_lost"] = (ProXOutcome.Unchanged, ProXReason.None, 0, Same),
            ["truncated_normalize_source"] = (ProXOutcome.Unchanged, ProXReason.None, 0, Same),
            ["comma_in_source_one_arg"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "now, or call", "")),
            // 14 characters for 6: the limit of twice the source wins over "replace".
            ["comma_in_target"] = (ProXOutcome.Unchanged, ProXReason.None, 1, Same),
            ["equals_in_source"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "a=b", "")),
            ["equals_in_target"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "simple", "k=v")),
            ["close_paren_in_source"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, ":)", "")),
            ["escaped_quotes"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "\"wait", "hold")),
            ["single_quotes"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "simple", "easy")),
            ["no_quotes"] = (ProXOutcome.Unchanged, ProXReason.None, 1, Same),
            // No line feed may be in a replacement: that wins over "process \n".
            ["escape_n_in_target"] = (ProXOutcome.Reverted, ProXReason.InvalidProgram, 2, Same),
            ["escape_u_in_source"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "café", "cafe")),
            ["swapped_keywords"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "simple", "easy")),
            ["spaces_around_equals"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "simple", "easy")),
            ["trailing_comma"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "simple", "easy")),
            ["cjk_doc_dropped_by_word_rule"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 0)),
            ["cjk_doc_untouched_dropped"] = (ProXOutcome.Unchanged, ProXReason.None, 0, Same),
            ["two_errors_do_not_protect_from_10_word_rule"] = (ProXOutcome.Reverted, ProXReason.InvalidProgram, 2, Same),
            ["empty_document"] = (ProXOutcome.Dropped, ProXReason.NoWords, 0, Same),
            // The programs of these three are those of two chunks; the second begins with line 7 or 9.
            ["normalize_leaks_across_chunks"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Replaced(text, "Sun and Moon", "Sun and Luna")),
            ["all_true_in_one_chunk_wipes_document"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 9, 10, 11)),
            ["one_bad_chunk_voids_all"] = (ProXOutcome.Edited, ProXReason.None, 0, text => Without(text, 0, 1)),
        };

    [Fact]
    public void Execute_VectorsWithAWrongReference_GiveTheRecommendedResult()
    {
        int seen = 0;
        foreach (JsonElement vector in Flagged("chunk_exec.json"))
        {
            string name = vector.Text("name"), text = vector.Text("text"), program = vector.Text("program");
            Assert.True(Chunks.TryGetValue(name, out var expected), $"The vector '{name}' has no expectation.");
            var executor = new ProXExecutor();
            ProXResult result = vector.Text("category") != "multi_chunk" ? executor.Execute(text, program)
                : executor.Execute(Encoding.UTF8.GetBytes(text), Divide(text, name == "normalize_leaks_across_chunks" ? 7 : 9, program.Split('\n')));
            string told = $"{name}: {result.Outcome}, {result.Reason}, {result.Errors} errors: '{result.Text}'";
            Assert.True((expected.Outcome, expected.Reason, expected.Errors) == (result.Outcome, result.Reason, result.Errors), told);
            Assert.True(expected.Edit(text) == result.Text, told);
            Assert.Equal(expected.Outcome == ProXOutcome.Edited, text != result.Text);
            seen++;
        }
        Assert.Equal(Chunks.Count, seen);
    }

    [Fact]
    public void Parse_DocumentVectorsWithAWrongReference_AreUnknown()
    {
        JsonElement vector = Assert.Single(Flagged("doc_exec.json"));
        Assert.Equal("doc_negated", vector.Text("name"));
        Assert.Equal(ProXDocumentDecision.Unknown, ProXDocumentProgram.Parse(vector.Text("program")));
    }

    [Fact]
    public void Split_ChunkingVectorsWithAWrongReference_FlagTheLongLine()
    {
        JsonElement vector = Assert.Single(Flagged("chunking.json"));
        var counter = ProXLineCounter.FromNumberedLines(line => 1 + TestKit.StraightforwardProX.CountWords(Encoding.UTF8.GetString(line)), "words");
        IReadOnlyList<ProXChunk> chunks = new ProXChunker(counter) { MaxTokens = (int)vector.Integer("max_token") }.Split(vector.Text("text"));
        Assert.Equal([false, true, false], chunks.Select(chunk => chunk.IsTooLong));
    }

    [Fact]
    public void Execute_PipelineVectorsWithAWrongReference_DiscardTheCutCallOnly()
    {
        JsonElement vector = Assert.Single(Flagged("pipeline.json"));
        string text = vector.Text("text");
        ProXResult result = new ProXExecutor().Execute(text, vector.GetProperty("chunk_outputs")[0].GetString()!);
        Assert.Equal((ProXOutcome.Edited, 0), (result.Outcome, result.Errors));
        Assert.Equal(Without(text, 1, 11), result.Text);
        Assert.Equal(ProXCallStatus.CutOff, result.Calls[^1].Status);
    }

    private static JsonElement[] Flagged(string file) =>
        [.. VectorReading.Load(Path.Combine(Folder, file)).GetProperty("vectors").EnumerateArray().Where(vector => vector.Flag("reference_bug"))];

    private static ProXChunkProgram[] Divide(string text, int second, string[] programs) =>
        [new(new ProXLineRange(0, second - 1), programs[0]), new(new ProXLineRange(second, text.Split('\n').Length - 1), programs[1])];

    private static string Same(string text) => text;

    private static string Without(string text, params int[] lines) => string.Join('\n', text.Split('\n').Where((_, i) => !lines.Contains(i)));

    private static string Replaced(string text, string source, string target)
    {
        Assert.Contains(source, text, StringComparison.Ordinal);
        return text.Replace(source, target, StringComparison.Ordinal);
    }
}
