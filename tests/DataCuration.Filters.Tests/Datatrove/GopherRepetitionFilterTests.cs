using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Datatrove;

public sealed class GopherRepetitionFilterTests
{
    private static readonly GopherRepetitionFilter OnlyParts = new() { Splitter = WordSplitter.WhiteSpace, TopNGrams = [], DuplicateNGrams = [] };

    [Theory]
    [InlineData(3, "\n\n", null)]
    [InlineData(4, "\n\n", "dup_para_frac")]
    [InlineData(3, "\n", null)]
    [InlineData(4, "\n", "dup_line_frac")]
    public void Evaluate_CopiesInTenParts_DropsAboveThreeTenths(int copies, string separator, string? reason)
    {
        // Short copies among long parts: their characters stay below the other limit.
        string text = string.Join(separator, Enumerable.Range(0, 10).Select(i => i <= copies ? "copy" : Texts.Words(20, 5 + i)));
        Assert.Equal(reason, StageCalls.Once(OnlyParts, text).Reason);
    }

    [Theory]
    [InlineData(40, "\n\n", null)]
    [InlineData(41, "\n\n", "dup_para_char_frac")]
    [InlineData(40, "\n", null)]
    [InlineData(41, "\n", "dup_line_char_frac")]
    public void Evaluate_CharactersOfCopies_DropsAboveAFifth(int length, string separator, string? reason)
    {
        string copy = new('é', length);
        string text = string.Join(separator, [copy, copy, .. Enumerable.Range(0, 5).Select(i => Texts.Word(i))]);
        int fill = 200 - text.EnumerateRunes().Count();
        if (length == 41) fill = 204 - text.EnumerateRunes().Count();
        Assert.Equal(reason, StageCalls.Once(OnlyParts, text + new string('z', fill)).Reason);
    }

    [Theory]
    [InlineData(2, 0.2, "top_2_gram")]
    [InlineData(3, 0.18, "top_3_gram")]
    [InlineData(4, 0.16, "top_4_gram")]
    public void Evaluate_TopNGram_DropsAboveItsLimit(int n, double limit, string reason)
    {
        // The n-gram occurs 4 times; the rest is so long that its share is the limit.
        string gram = Texts.Words(n, 5);
        double characters = 4 * gram.Length / limit;
        string text = string.Join(' ', Enumerable.Range(0, 4).Select(i => gram + " " + Texts.Word(1000 + i, 8)));
        var filter = new GopherRepetitionFilter { Splitter = WordSplitter.WhiteSpace, TopNGrams = [new(n, limit)], DuplicateNGrams = [] };
        int fill = (int)Math.Ceiling(characters) - text.Length - 1;
        Assert.Null(StageCalls.Once(filter, text + " " + new string('z', fill)).Reason);
        Assert.Equal(reason, StageCalls.Once(filter, text + " " + new string('z', (int)Math.Ceiling(characters - 1e-9) - text.Length - 3)).Reason);
    }

    [Theory]
    [InlineData(5, 0.15)]
    [InlineData(10, 0.1)]
    public void Evaluate_RepeatedNGram_DropsAboveItsLimit(int n, double limit)
    {
        string gram = Texts.Words(n, 6);
        var filter = new GopherRepetitionFilter { Splitter = WordSplitter.WhiteSpace, TopNGrams = [], DuplicateNGrams = [new(n, limit)] };
        string text = gram + " x " + gram + " ";
        int exact = (int)(6 * n / limit + 1e-9);
        Assert.Null(StageCalls.Once(filter, text + new string('z', exact - text.Length)).Reason);
        Assert.Equal($"duplicated_{n}_n_grams", StageCalls.Once(filter, text + new string('z', exact - text.Length - 1)).Reason);
    }

    [Fact]
    public void Evaluate_ShortTextOfLongWords_IsDroppedForItsOnlyNGram() =>
        Assert.Equal("top_2_gram", StageCalls.Once(new GopherRepetitionFilter(), "internationalisation misunderstandings occur").Reason);

    [Fact]
    public void Kernels_RandomTexts_EqualThePlainVersion()
    {
        var random = new SeededRandom(7);
        var scratch = new RepetitionScratch();
        for (int round = 0; round < 150; round++)
        {
            string text = Texts.Random(ref random, (int)random.NextInt64(round % 10 == 0 ? 400 : 40));
            TextWords words = WordSplitter.WhiteSpace.Split(Encoding.UTF8.GetBytes(text));
            string[] plain = StraightforwardFilters.Words(words);
            Repetition.Prepare(Encoding.UTF8.GetBytes(text), words, scratch);
            var top = new long[6];
            Repetition.CountTop(words.Count, scratch, top);
            for (int n = 1; n < 6; n++) Assert.Equal(StraightforwardFilters.TopNGram(plain, n), top[n]);
            int shortest = 1 + (int)random.NextInt64(6);
            int candidates = Repetition.FindCandidates(words.Count, shortest, scratch);
            for (int n = shortest; n <= 11; n++)
                Assert.Equal(StraightforwardFilters.DuplicateNGrams(plain, n), Repetition.CountCovered(words.Count, n, candidates, scratch));
        }
    }

    [Fact]
    public void Kernels_NGramsThatAreEqualOnlyWhenJoined_CountAsRepeated()
    {
        // datatrove joins the words of repeated n-grams without a separator.
        byte[] text = "ab c d e f, a bc d e f,"u8.ToArray();
        TextWords words = WordSplitter.WhiteSpace.Split(text);
        var scratch = new RepetitionScratch();
        Repetition.Prepare(text, words, scratch);
        Assert.Equal(7, Repetition.CountCovered(words.Count, 5, Repetition.FindCandidates(words.Count, 5, scratch), scratch));
    }
}
