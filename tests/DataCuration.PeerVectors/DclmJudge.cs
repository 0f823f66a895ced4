using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>DCLM's steps alone, their measured values, word counts, and the chain of the published recipe.</summary>
internal sealed class DclmJudge() : VectorJudge("dclm")
{
    /// <summary>The last step of the published recipe before the removal ratio is judged, and the step before which words are counted.</summary>
    private const int LastOfChain = 15, FirstModifier = 9;

    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        RuleFilter[] steps = [.. root.GetProperty("steps").EnumerateArray()
            .Select(step => DclmStages.Make(step.GetProperty("function").GetString()!, step.GetProperty("parameters")))];
        StageCalls[] calls = [.. steps.Select(step => new StageCalls(step))];
        try
        {
            foreach (JsonProperty document in root.GetProperty("alone").EnumerateObject())
            {
                cancellationToken.ThrowIfCancellationRequested();
                string text = folder.Documents[document.Name];
                JudgeSteps(document, text, calls, tally);
                JudgeMeasures(document.Name, root.GetProperty("measured").GetProperty(document.Name), text, steps, calls, tally);
                JudgeWords(document.Name, root.GetProperty("word_counts").GetProperty(document.Name), text, tally);
                JudgeChain(document.Name, root.GetProperty("chain").GetProperty(document.Name), text, calls, tally);
            }
        }
        finally
        {
            foreach (StageCalls call in calls) call.Dispose();
        }
    }

    private static void JudgeSteps(JsonProperty document, string text, StageCalls[] calls, VectorTally tally)
    {
        int step = 0;
        foreach (JsonElement expected in document.Value.EnumerateArray())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{document.Name} step {step}");
            StageResult actual = calls[step++].Apply(text);
            if (expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out _)) tally.Deviate(DeviationReasons.DclmThrew);
            else FilterRun.Compare(tally, name, expected, text, actual);
        }
    }

    private static void JudgeMeasures(string id, JsonElement measured, string text, RuleFilter[] steps, StageCalls[] calls, VectorTally tally)
    {
        foreach (JsonProperty one in measured.EnumerateObject())
        {
            (Type stage, string measure) = one.Name switch
            {
                "symbol_ratio" => (typeof(DclmSymbolRatioFilter), "dclm_symbol_ratio.symbol_ratio"),
                "mean_word_length" => (typeof(DclmWordLengthFilter), "dclm_word_length.mean_word_length"),
                "non_alphabetic" => (typeof(DclmAlphabeticFilter), "dclm_alphabetic.non_alphabetic_ratio"),
                "2" or "3" or "4" => (typeof(DclmRepetitionFilter), $"dclm_repetition.top_{one.Name}_gram"),
                { Length: <= 2 } => (typeof(DclmRepetitionFilter), $"dclm_repetition.repeated_{one.Name}_gram"),
                _ => (typeof(DclmRepetitionFilter), "dclm_repetition." + one.Name),
            };
            int index = Array.FindIndex(steps, step => step.GetType() == stage);
            StageResult result = calls[index].Apply(text);
            Document? tagged = result.Document ?? result.DroppedDocument;
            double actual = tagged is not null && tagged.TryGet(new AnnotationKey<double>(measure), out double value) ? value : double.NaN;
            tally.Near($"{id} {one.Name}", one.Value.ValueKind == JsonValueKind.Null ? double.NaN : FilterRun.Value(one.Value), actual);
        }
    }

    private static void JudgeWords(string id, JsonElement counts, string text, VectorTally tally)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (JsonProperty one in counts.EnumerateObject())
        {
            int? actual = one.Name switch
            {
                "fasttext" => DclmWords.Count(bytes, DclmWordModel.FastText, ignorePunctuation: false),
                "fasttext_no_punctuation" => DclmWords.Count(bytes, DclmWordModel.FastText, ignorePunctuation: true),
                "uniseg_no_punctuation" => DclmWords.Count(bytes, DclmWordModel.UnicodeWords, ignorePunctuation: true),
                _ => null, // with white space: no step counts it
            };
            if (actual is { } count) tally.Equal($"{id} {one.Name}", one.Value.GetInt32(), count);
        }
    }

    private static void JudgeChain(string id, JsonElement chain, string text, StageCalls[] calls, VectorTally tally)
    {
        var document = new Document("d", text);
        string? droppedBy = null;
        for (int step = 0; step <= LastOfChain && droppedBy is null; step++)
        {
            if (step == FirstModifier)
                document = document.With(DclmWordCounter.PreviousWordCount, DclmWords.Count(document.Utf8Text, DclmWordModel.FastText, true));
            StageResult result = calls[step].Apply(document);
            if (result.IsDrop) droppedBy = step.ToString(CultureInfo.InvariantCulture);
            else document = result.Document ?? document;
        }
        if (droppedBy is null)
        {
            using var removal = new StageCalls(new DclmWordRemovalFilter());
            droppedBy = removal.Apply(document).Reason;
            if (chain.TryGetProperty("words_before", out JsonElement before))
                tally.Equal($"{id} words_before", before.GetInt32(), document.Get(DclmWordCounter.PreviousWordCount));
            if (chain.TryGetProperty("words_after", out JsonElement after))
                tally.Equal($"{id} words_after", after.GetInt32(), DclmWords.Count(document.Utf8Text, DclmWordModel.FastText, true));
            if (chain.TryGetProperty("text", out JsonElement left)) tally.Equal($"{id} chain text", left.GetString(), document.Text);
        }
        JsonElement expected = chain.GetProperty("dropped_by");
        tally.Equal($"{id} dropped_by", expected.ValueKind == JsonValueKind.Null ? null : expected.ToString(), droppedBy);
    }
}
