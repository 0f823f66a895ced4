using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>The first set's values of DCLM's steps and chain. Steps have names of their own there.</summary>
internal sealed class DclmFiltersJudge() : VectorJudge("dclm_filters")
{
    /// <summary>The steps of the chain, from the page length on, and the first one that edits.</summary>
    private static readonly string[] Chain =
    [
        "page_length_words", "word_length", "symbol_ratio", "bullet_count", "ellipsis_count", "alphabetic_word_ratio", "stop_word", "massive_web_repetition",
        "uppercase_ratio_line", "numeric_ratio_line", "counter_line", "line_length", "items_in_cart", "read_more", "sign_in",
    ];

    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        Dictionary<string, StageCalls> calls = root.GetProperty("parameters").EnumerateObject()
            .ToDictionary(step => step.Name, step => new StageCalls(DclmStages.Make(Function(step.Name), step.Value)), StringComparer.Ordinal);
        try
        {
            foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                string name = one.GetProperty("name").GetString()!, text = one.GetProperty("text").GetString()!;
                foreach (JsonProperty step in one.GetProperty("steps").EnumerateObject())
                    Compare($"{name} {step.Name}", step.Value, text, calls[step.Name].Apply(text), tally);
                JudgeChain(name, one.GetProperty("chain"), text, calls, tally);
            }
        }
        finally
        {
            foreach (StageCalls call in calls.Values) call.Dispose();
        }
    }

    private static void Compare(string name, JsonElement expected, string text, StageResult actual, VectorTally tally)
    {
        if (expected.TryGetProperty("error", out _)) tally.Deviate(DeviationReasons.DclmThrew);
        else if (!expected.GetProperty("keep").GetBoolean()) tally.Equal(name, "dropped", actual.IsDrop ? "dropped" : "kept");
        else
            tally.Equal(name, expected.TryGetProperty("text", out JsonElement after) ? after.GetString() : text,
                actual.IsDrop ? "dropped" : actual.Document?.Text ?? text);
    }

    private static void JudgeChain(string name, JsonElement chain, string text, Dictionary<string, StageCalls> calls, VectorTally tally)
    {
        var document = new Document("d", text);
        string? droppedBy = null;
        int words = 0;
        foreach (string step in Chain)
        {
            if (step == "uppercase_ratio_line") words = DclmWords.Count(document.Utf8Text, DclmWordModel.FastText, false);
            StageResult result = calls[step].Apply(document);
            if (result.IsDrop)
            {
                droppedBy = step;
                break;
            }
            document = result.Document ?? document;
        }
        tally.Equal($"{name} chain step", chain.TryGetProperty("step", out JsonElement by) ? by.GetString() : null, droppedBy);
        if (chain.TryGetProperty("words_before", out JsonElement before)) tally.Equal($"{name} words_before", before.GetInt32(), words);
        if (chain.TryGetProperty("text", out JsonElement left)) tally.Equal($"{name} chain text", left.GetString(), document.Text);
    }

    private static string Function(string step) => step switch
    {
        "page_length_words" => "page_length_filter",
        "word_length" => "word_length_filter",
        "symbol_ratio" => "symbol_ratio_filter",
        "bullet_count" => "bullet_count_filter",
        "ellipsis_count" => "ellipsis_count_filter",
        "alphabetic_word_ratio" => "alphabetic_word_ratio_filter",
        "stop_word" => "stop_word_filter",
        "massive_web_repetition" => "massive_web_repetition_filters",
        "uppercase_ratio_line" => "uppercase_ratio_line_modifier",
        "numeric_ratio_line" => "numeric_ratio_line_modifier",
        "counter_line" => "counter_line_modifier",
        "line_length" => "line_length_modifier",
        "items_in_cart" or "read_more" or "sign_in" => "substring_line_modifier",
        "newline_removal" => "newline_removal_modifier",
        "url_removal" => "url_removal_modifier",
        "citation_removal" => "citation_removal_modifier",
        "punctuation_line" => "punctuation_line_modifier",
        "word_length_line" => "word_length_modifier",
        "within_page_dedup_line" => "within_page_dedup",
        _ => throw new InvalidDataException($"There is no step '{step}'."),
    };
}
