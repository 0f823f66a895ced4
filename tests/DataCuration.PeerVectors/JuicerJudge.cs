using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Data-Juicer's text filters, and its special characters.</summary>
internal sealed class JuicerJudge() : VectorJudge("data_juicer")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        HashSet<string> special = new(FilterRun.Texts(root, "special_single_characters"), StringComparer.Ordinal);
        for (int one = 0; one <= 0x10FFFF; one++)
        {
            if (one is >= 0xD800 and <= 0xDFFF) continue;
            bool wanted = special.Contains(char.ConvertFromUtf32(one));
            if (wanted || SpecialCharacters.Contains(one)) tally.Equal($"special U+{one:X4}", wanted, SpecialCharacters.Contains(one));
        }
        List<(string Name, StageCalls Calls, AnnotationKey<double> Measure)> filters = [];
        foreach (JsonElement filter in root.GetProperty("filters").EnumerateArray())
        {
            string name = filter.GetProperty("name").GetString()!;
            (JuicerFilter stage, string measure) = Make(name, filter.GetProperty("parameters"), root);
            filters.Add(($"{filter.GetProperty("index")} {name}", new StageCalls(stage), new($"{stage.Prefix}.{measure}")));
        }
        foreach (JsonProperty document in root.GetProperty("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            int index = 0;
            foreach (JsonElement expected in document.Value.EnumerateArray())
            {
                (string name, StageCalls calls, AnnotationKey<double> measure) = filters[index++];
                StageResult result = calls.Apply(folder.Documents[document.Name]);
                if (expected.ValueKind != JsonValueKind.Array)
                {
                    tally.Deviate(DeviationReasons.DataJuicerThrew);
                    continue;
                }
                tally.Near($"{document.Name} {name}", FilterRun.Value(expected[0]), (result.Document ?? result.DroppedDocument)!.Get(measure));
                tally.Equal($"{document.Name} {name} keep", expected[1].GetBoolean(), !result.IsDrop);
            }
        }
        foreach ((_, StageCalls calls, _) in filters) calls.Dispose();
    }

    private static (JuicerFilter Stage, string Measure) Make(string name, JsonElement of, JsonElement root)
    {
        int length = (int)(FilterRun.Number(of, "rep_len") ?? 10);
        return name switch
        {
            "AlphanumericFilter" => (new JuicerAlphanumericFilter { Annotates = true }, "alnum_ratio"),
            "CharacterRepetitionFilter" => (new JuicerCharacterRepetitionFilter { Length = length, Annotates = true }, "char_rep_ratio"),
            "WordRepetitionFilter" => (new JuicerWordRepetitionFilter { Length = length, Annotates = true }, "word_rep_ratio"),
            "SpecialCharactersFilter" => (new JuicerSpecialCharacterFilter { Annotates = true }, "special_char_ratio"),
            "StopWordsFilter" => (new JuicerStopWordFilter { Words = TermList.Of(FilterRun.Texts(root, "stop_words")), Annotates = true }, "stopwords_ratio"),
            "FlaggedWordFilter" =>
            (new JuicerFlaggedWordFilter { Words = TermList.Of(FilterRun.Texts(root, "flagged_words")), Annotates = true }, "flagged_words_ratio"),
            "TextLengthFilter" => (new JuicerTextLengthFilter { Annotates = true }, "text_len"),
            "WordsNumFilter" => (new JuicerWordCountFilter { Annotates = true }, "num_words"),
            "AverageLineLengthFilter" => (new JuicerMeanLineLengthFilter { Annotates = true }, "avg_line_length"),
            "MaximumLineLengthFilter" => (new JuicerLongestLineFilter { Annotates = true }, "max_line_length"),
            _ => throw new InvalidDataException($"There is no filter '{name}'."),
        };
    }
}
