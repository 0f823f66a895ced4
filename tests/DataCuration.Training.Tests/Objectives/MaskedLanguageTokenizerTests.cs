using System.Text;
using DataCuration.Synthesis;
using DataCuration.TestKit;
using DataCuration.Tokenization;

namespace DataCuration.Training.Tests;

public sealed class MaskedLanguageTokenizerTests
{
    private const int Mask = 255;

    [Fact]
    public void Tokenize_ManyDocuments_ChoosesAndChangesAtTheRates()
    {
        long total = 0, chosen = 0, masked = 0, random = 0, kept = 0;
        for (int i = 0; i < 200; i++)
        {
            Document document = Text(i, 400);
            (int[] inputs, bool[] loss) = Run(new(ByteTokenEncoder.Instance, Mask), document);
            (int[] targets, bool[] same) = Run(new(ByteTokenEncoder.Instance, Mask) { Part = RowPart.Targets }, document);
            Assert.Equal(document.Utf8Text.ToArray().Select(value => (int)value), targets);
            Assert.Equal(loss, same);
            for (int at = 0; at < inputs.Length; at++)
            {
                total++;
                if (!loss[at])
                {
                    Assert.Equal(targets[at], inputs[at]);
                    continue;
                }
                chosen++;
                if (inputs[at] == Mask) masked++;
                else if (inputs[at] == targets[at]) kept++;
                else random++;
            }
        }
        Assert.InRange((double)chosen / total, 0.149, 0.151);
        Assert.InRange((double)masked / chosen, 0.785, 0.815); // the standard deviation is 0.0037
        Assert.InRange((double)random / chosen, 0.085, 0.115);
        Assert.InRange((double)kept / chosen, 0.085, 0.115);
    }

    [Fact]
    public void Tokenize_WholeWords_ChoosesAllOrNothingOfAWord()
    {
        Document document = Text(1, 2_000);
        (_, bool[] loss) = Run(new(ByteTokenEncoder.Instance, Mask) { WholeWords = true }, document);
        byte[] text = document.Utf8Text.ToArray();
        for (int i = 1; i < text.Length; i++)
            if (text[i] != ' ' && text[i - 1] != ' ') Assert.Equal(loss[i - 1], loss[i]);
        Assert.All(Enumerable.Range(0, text.Length).Where(i => text[i] == ' '), i => Assert.False(loss[i]));
        Assert.InRange(loss.Count(one => one), 0.14 * text.Length, 0.15 * text.Length + 1);
    }

    [Fact]
    public void Tokenize_WordsLongerThanTheRate_StillChoosesOne()
    {
        var starts = new HashSet<int>();
        for (int i = 0; i < 40; i++)
        {
            (_, bool[] loss) = Run(new(ByteTokenEncoder.Instance, Mask) { WholeWords = true }, new Document($"d{i}", "one two"));
            Assert.Equal(3, loss.Count(one => one));
            starts.Add(Array.IndexOf(loss, true));
        }
        Assert.Equal([0, 4], starts.Order());
        (int[] none, _) = Run(new(ByteTokenEncoder.Instance, Mask) { WholeWords = true }, new Document("empty", ""));
        Assert.Empty(none);
    }

    [Fact]
    public void Tokenize_ExcludedTokens_AreNeverDrawn()
    {
        int[] excluded = [.. Enumerable.Range(0, 256).Where(token => token != 'q')];
        var tokenizer = new MaskedLanguageTokenizer(ByteTokenEncoder.Instance, Mask) { MaskShare = 0, RandomShare = 1, ExcludedTokens = excluded };
        (int[] inputs, bool[] loss) = Run(tokenizer, Text(1, 300));
        for (int i = 0; i < inputs.Length; i++) if (loss[i]) Assert.Equal('q', inputs[i]);
        var none = new MaskedLanguageTokenizer(ByteTokenEncoder.Instance, Mask) { ExcludedTokens = [.. excluded, 'q'] };
        Assert.Contains("leave no token", Assert.Throws<InvalidOperationException>(() => Run(none, Text(1, 30))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MaskedLanguageTokenizer(ByteTokenEncoder.Instance, Mask) { ExcludedTokens = [257] });
    }

    [Fact]
    public async Task Tokenize_TermsOfALexicon_AreChosenFirstAndAsAWhole()
    {
        var tagger = new TermTagger(new TermMatcher(["panic attack", "Sleep", "panic"], ignoresCase: true, wholeWords: true));
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        Document[] texts = [new("d", "A PANIC ATTACK after no sleep at all; sleepless panics are other words of a long sentence that lasts a while here."),
            new("e", "𝒜é: Sleep")];
        var tagged = new List<Document>();
        await foreach (Document one in Corpus.FromDocuments(texts).Pipe(tagger).AsAsyncEnumerable(run, TestContext.Current.CancellationToken)) tagged.Add(one);
        Assert.Equal("[[2,14],[24,29]]", Field(tagged[0]));
        Assert.Equal("[[4,9]]", Field(tagged[1]));
        Document document = tagged[0];
        (_, bool[] loss) = Run(new(ByteTokenEncoder.Instance, Mask) { SpanFields = ["terms"], WholeWords = true, Rate = 0.17 }, document);
        string chosen = new([.. document.Text.Select((letter, i) => loss[i] ? letter : '_')]);
        Assert.Contains("PANIC ATTACK", chosen, StringComparison.Ordinal);
        Assert.Contains("_sleep_", chosen, StringComparison.Ordinal);

        static string Field(Document document) =>
            Encoding.UTF8.GetString(document.TryGetValue("terms", out AnnotationValue value) ? value.AsJson().Span : default);
    }

    [Fact]
    public void Tokenize_Entities_AreChosenFirstByCodePoints()
    {
        Document document = new Document("d", "𝒜é Ada Lovelace wrote the first program for it, long ago.").Edit()
            .Set("entities", AnnotationValue.FromJson("[[3, 15], [5, 9]]"u8.ToArray())).Build();
        (_, bool[] loss) = Run(new(ByteTokenEncoder.Instance, Mask) { SpanFields = ["entities"], Rate = 0.2 }, document);
        byte[] text = document.Utf8Text.ToArray();
        Assert.Equal(" Ada Lovelace", Encoding.UTF8.GetString(text[6..19]));
        Assert.All(Enumerable.Range(7, 12), i => Assert.True(loss[i]));
        Assert.Equal(12, loss.Count(one => one));
        foreach (string wrong in (string[])["[[3, 99]]", "[[3]]", "[[4, 4]]", "{}", "[[\"a\", 2]]"])
        {
            Document damaged = document.Edit().Set("entities", AnnotationValue.FromJson(Encoding.UTF8.GetBytes(wrong))).Build();
            Assert.Contains("'entities'", Assert.Throws<InvalidDataException>(
                () => Run(new(ByteTokenEncoder.Instance, Mask) { SpanFields = ["entities"] }, damaged)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>WordPiece leaves out white space, and its pieces are parts of words: MentalBERT and CrossNER train such models.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tokenize_WordPiece_ChoosesWholeWordsAndTerms(bool addsSpecialTokens)
    {
        string[] vocabulary =
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "pan", "##ic", "att", "##ack", "sleep", "##less", "night", "was", "long", ".", "##s"];
        string added = string.Join(", ", Enumerable.Range(0, 5).Select(id => $"{{\"id\": {id}, \"content\": \"{vocabulary[id]}\", \"special\": true, "
            + "\"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false}"));
        string entries = string.Join(", ", vocabulary.Select((token, id) => $"\"{token}\": {id}"));
        string json = """
            {"version": "1.0", "added_tokens": [ADDED],
            "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {ENTRIES}}}
            """.Replace("ADDED", added, StringComparison.Ordinal).Replace("ENTRIES", entries, StringComparison.Ordinal);
        var encoder = HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(json), options: new() { AddSpecialTokens = addsSpecialTokens });
        string text = string.Join(' ', Enumerable.Repeat("The night was long.  A Panic  attacks", 4)) + " Sleepless é.";
        int at = text.LastIndexOf("Panic", StringComparison.Ordinal);
        Document document = new Document("d", text).Edit()
            .Set("terms", AnnotationValue.FromJson(Encoding.UTF8.GetBytes($"[[{at}, {at + 14}]]"))).Build();
        MaskedLanguageTokenizer tokenizer = new(encoder, 4) { WholeWords = true, SpanFields = ["terms"], MaskShare = 1, RandomShare = 0, Rate = 0.3 };
        (int[] inputs, bool[] loss) = Run(tokenizer, document);
        int[] ids = encoder.Encode(text);
        (int[] targets, bool[] same) = Run(new(encoder, 4)
        {
            WholeWords = true,
            SpanFields = ["terms"],
            MaskShare = 1,
            RandomShare = 0,
            Rate = 0.3,
            Part = RowPart.Targets,
        }, document);
        Assert.Equal(ids, targets);
        Assert.Equal(loss, same);
        Assert.Equal(ids.Select((id, i) => loss[i] ? 4 : id), inputs);
        // Pieces of a word have its fate, and the term is chosen as a whole.
        for (int i = 1; i < ids.Length; i++)
            if (vocabulary[ids[i]].StartsWith("##", StringComparison.Ordinal)) Assert.Equal(loss[i - 1], loss[i]);
        int term = Enumerable.Range(0, ids.Length).Last(i => vocabulary[ids[i]] == "pan");
        Assert.Equal(["pan", "##ic", "att", "##ack", "##s"], ids.Skip(term).Take(5).Select(id => vocabulary[id]));
        Assert.All(loss.Skip(term).Take(5), Assert.True);
        int words = ids.Count(id => id is not (2 or 3));
        Assert.InRange(loss.Count(one => one), (0.3 * words) - 3, (0.3 * words) + 1);
        // The tokens around a text are not part of it.
        Assert.Equal(addsSpecialTokens, ids[0] == 2);
        for (ulong seed = 0; seed < 30; seed++)
        {
            (_, bool[] single) = Run(new(encoder, 4) { Seed = seed, Rate = 0.9 }, document);
            Assert.All(Enumerable.Range(0, ids.Length).Where(i => ids[i] is 2 or 3), i => Assert.False(single[i]));
        }
    }

    [Fact]
    public void Tokenize_SeedAndId_AloneDecide()
    {
        Document document = Text(7, 300);
        Assert.Equal(Seeded(4).Tokens, Seeded(4).Tokens);
        Assert.NotEqual(Seeded(4).Loss, Seeded(5).Loss);
        Assert.Throws<InvalidOperationException>(() => Run(new(ByteTokenEncoder.Instance, Mask) { RandomShare = 0.5 }, document));

        (int[] Tokens, bool[] Loss) Seeded(ulong seed) => Run(new(ByteTokenEncoder.Instance, Mask) { Seed = seed }, document);
    }

    private static (int[] Tokens, bool[] Loss) Run(MaskedLanguageTokenizer tokenizer, Document document)
    {
        var tokens = new MaskedTokens();
        tokenizer.Tokenize(document, tokens);
        return (tokens.Tokens.ToArray(), [.. tokens.Runs.ToArray().SelectMany((length, run) => Enumerable.Repeat(run % 2 == 1, length))]);
    }

    private static Document Text(int id, int length)
    {
        var random = new SeededRandom((ulong)id);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.Append(random.NextInt64(5) == 0 ? ' ' : (char)('a' + random.NextInt64(26)));
        return new Document($"t{id}", text.ToString());
    }
}
