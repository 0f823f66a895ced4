using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Profiles;

public sealed class FilterProfileTests
{
    private const string Portuguese = """
        # thresholds
        dup_line_frac: 0.412
        dup_n_grams:
        - - 5
          - 0.192
        - - 6
          - 0.162
        language_score: 0.3
        line_punct_thr: 0.053
        max_avg_word_length: 11
        max_non_alpha_words_ratio: 0.707
        min_avg_word_length: 3
        new_line_ratio: 0.209
        stopwords:
        - de
        - 'no'
        - "n\xE3o"
        top_n_grams:
        - - 2
          - 0.707
        """;

    [Fact]
    public void FineWeb2Thresholds_Parse_ReadsTheFormOfFineWeb2()
    {
        FineWeb2Thresholds thresholds = FineWeb2Thresholds.Parse(Portuguese);
        Assert.Equal(0.412, thresholds.MaxDuplicateLines);
        Assert.Equal([new(5, 0.192), new(6, 0.162)], thresholds.DuplicateNGrams);
        Assert.Equal([new(2, 0.707)], thresholds.TopNGrams);
        Assert.Equal(["de", "no", "não"], thresholds.StopWords);
        Assert.Equal((0.3, 0.053, 11.0, 0.707, 3.0, 0.209), (thresholds.LanguageScore, thresholds.MinLinePunctuation, thresholds.MaxMeanWordLength,
            thresholds.MinAlphaWordRatio, thresholds.MinMeanWordLength, thresholds.MaxLineFeedsPerWord));
        Stage[] stages = FilterProfiles.FineWeb2(thresholds, WordSplitter.WhiteSpace);
        Assert.Equal(["GopherRepetitionFilter", "FineWebQualityFilter", "GopherQualityFilter"], stages.Select(stage => stage.Name));
    }

    [Theory]
    [InlineData("dup_line_frac: 0.4", "has no 'top_n_grams'")]
    [InlineData("dup_line_frac: much", "'dup_line_frac' is 'much', not a number")]
    [InlineData("dup_line_frac: 1\ndup_line_frac: 1", "line 2")]
    [InlineData("words", "line 1")]
    public void FineWeb2Thresholds_Parse_NamesWhatIsWrong(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => FineWeb2Thresholds.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Profiles_Stages_AreThePublishedOnes()
    {
        Assert.Equal(["GopherRepetitionFilter", "GopherQualityFilter"], FilterProfiles.DatatroveDefault().Select(stage => stage.Name));
        Assert.Equal(["GopherRepetitionFilter", "GopherQualityFilter", "C4QualityFilter", "FineWebQualityFilter"],
            FilterProfiles.FineWeb().Select(stage => stage.Name));
        Assert.False(((C4QualityFilter)FilterProfiles.FineWeb()[2]).RequiresTerminalMark);
        Assert.Equal(["GopherQualityFilter", "GopherRepetitionFilter"], FilterProfiles.GopherPaper().Select(stage => stage.Name));
        Assert.Same(WordSplitter.English, ((GopherQualityFilter)FilterProfiles.FineWeb()[1]).Splitter);
    }

    [Fact]
    public void FineWeb_MadeTexts_DecidesAsTheStraightforwardVersion()
    {
        var random = new SeededRandom(3);
        Stage[] stages = FilterProfiles.FineWeb(WordSplitter.WhiteSpace, SentenceSplitter.WhiteSpace);
        using StageCalls first = new((SynchronousStage)stages[0]), second = new((SynchronousStage)stages[1]), third = new((SynchronousStage)stages[2]),
            fourth = new((SynchronousStage)stages[3]);
        var reasons = new HashSet<string?>();
        for (int round = 0; round < 150; round++)
        {
            string text = Text(ref random);
            (string? reason, string left) = StraightforwardFilters.Profile(text, one => one.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            string? actual = null;
            var document = new Document("d", text);
            foreach (StageCalls one in new[] { first, second, third, fourth })
            {
                StageResult result = one.Apply(document);
                document = result.Document ?? document;
                if ((actual = result.Reason) is not null) break;
            }
            Assert.Equal(reason, actual);
            if (reason is null) Assert.Equal(left, document.Text);
            reasons.Add(reason);
        }
        Assert.True(reasons.Count >= 5, string.Join(", ", reasons));
    }

    private static string Text(ref SeededRandom random)
    {
        var lines = new List<string>();
        int count = 1 + (int)random.NextInt64(40), vocabulary = random.NextInt64(3) == 0 ? 12 : 3000;
        for (int i = 0; i < count; i++)
        {
            int length = 1 + (int)random.NextInt64(20);
            var words = new List<string>();
            for (int w = 0; w < length; w++)
                words.Add(random.NextInt64(5) == 0 ? "the of"[..(random.NextInt64(2) == 0 ? 3 : 6)]
                    : Texts.Word((int)random.NextInt64(vocabulary), 3 + (int)random.NextInt64(4)));
            string line = string.Join(' ', words);
            lines.Add(random.NextInt64(12) switch
            {
                0 => "- " + line,
                1 => line + " uses cookies.",
                2 => line + "[1].",
                3 => line,
                4 => "  " + line + ". ",
                5 when lines.Count > 0 => lines[^1],
                _ => line + ". " + line[..1] + " of it.",
            });
            if (random.NextInt64(20) == 0) lines.Add("");
        }
        return string.Join('\n', lines);
    }
}
