using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.NGrams;

public sealed class NGramModelTests : IDisposable
{
    // Bigram model with numbers that are easy to add.
    private const string Arpa = """
        \data\
        ngram 1=5
        ngram 2=3

        \1-grams:
        -2	<unk>
        -99	<s>	-0.5
        -1	</s>
        -0.75	a	-0.25
        -1.5	b	0

        \2-grams:
        -0.125	<s> a
        -0.375	a b
        -0.0625	b </s>

        \end\
        """;

    private readonly TemporaryFolder folder = new(inMemory: true);

    [Fact]
    public void Score_Lines_AddsUpAsKenLmDoes()
    {
        using NGramModel model = Import(Arpa);
        // <s> a, a b, b </s>; then <s> c, where c is unknown: backoff of <s>; then </s> after an unknown word.
        NGramScore score = model.Score("a b\nc"u8.ToArray());
        Assert.Equal(-0.125 - 0.375 - 0.0625 - (0.5 + 2) - 1, score.Log10, 1e-9);
        Assert.Equal((2L, 3L, 1L), (score.Sentences, score.Words, score.Unknown));
        Assert.Equal(Math.Pow(10, -score.Log10 / 5), score.Perplexity, 1e-9);
        Assert.Equal(-score.Log10 * Math.Log2(10), score.Bits, 1e-9);
        // b b: no such bigram, and the backoff weight of b is 0.
        Assert.Equal(-1.5, model.GetLogProbability([4], 4), 1e-9);
        Assert.Equal(-0.25 - 0.75, model.GetLogProbability([3], 3), 1e-9);
    }

    [Fact]
    public void Score_EmptyLines_AreSentencesAsInCcNet()
    {
        using NGramModel model = Import(Arpa);
        Assert.Equal((3L, 1L), (model.Score("a\n\n"u8.ToArray()).Sentences, model.Score("a\n\n"u8.ToArray()).Words));
        Assert.Equal(1, model.Score(default(ReadOnlyMemory<byte>)).Sentences);
        using NGramModel other = Import(Arpa, new NGramTokens { SkipEmptyLines = true });
        Assert.Equal(1, other.Score("a\n\n"u8.ToArray()).Sentences);
        Assert.True(double.IsNaN(other.Score("\n"u8.ToArray()).Perplexity));
        var nats = new double[1];
        other.Score([Encoding.UTF8.GetBytes("\n")], nats, TestContext.Current.CancellationToken);
        Assert.True(double.IsNaN(nats[0]));
    }

    [Fact]
    public void ScoreTokens_Text_GivesTheLossOfEachWord()
    {
        using NGramModel model = Import(Arpa);
        var losses = new List<TokenLoss> { new(9, 9) };
        model.ScoreTokens([Encoding.UTF8.GetBytes("a b")], [losses], TestContext.Current.CancellationToken);
        Assert.Equal([3, 4, 2], losses.Select(loss => loss.Token));
        Assert.Equal([0.125 * Math.Log(10), 0.375 * Math.Log(10), 0.0625 * Math.Log(10)], losses.Select(loss => loss.Nats), (x, y) => Math.Abs(x - y) < 1e-9);
        var nats = new double[1];
        model.Score([Encoding.UTF8.GetBytes("a b")], nats, TestContext.Current.CancellationToken);
        Assert.Equal(losses.Sum(loss => loss.Nats), nats[0], 1e-9);
        Assert.Throws<ArgumentException>(() => model.ScoreTokens([Encoding.UTF8.GetBytes("a b")], [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Load_OtherTokens_Throws()
    {
        using NGramModel model = Import(Arpa, new NGramTokens { Splitter = WordSplitter.Unicode, Form = NGramForm.CcNet });
        using (NGramModel again = NGramModel.Load(model.Path)) Assert.Equal(NGramForm.CcNet, again.Tokens.Form);
        ArgumentException e = Assert.Throws<ArgumentException>(() => NGramModel.Load(model.Path, NGramTokens.Default));
        Assert.Contains("form=ccnet", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DamagedFiles_ThrowsOrGivesTheSameScores()
    {
        using NGramModel model = Import(Arpa);
        byte[] good = File.ReadAllBytes(model.Path), text = Encoding.UTF8.GetBytes("a b b a\nc");
        double expected = model.Score(text).Log10;
        var random = SeededRandom.Create(5, "ngrams", "damage");
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = [.. good];
            int place = (int)(random.NextDouble() * bad.Length);
            if (i % 3 == 0) bad = bad[..place];
            else bad[place] ^= (byte)(1 << (i % 8));
            string path = folder.Write($"bad{i}.model", bad);
            try
            {
                using NGramModel read = NGramModel.Load(path);
                Assert.Equal(expected, read.Score(text).Log10);
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused > 250, $"{refused} refused");
    }

    [Theory]
    [InlineData("  ÀB 12٣ “x”—…\u0007 ", "ab 000 \"x\" - ...")]
    [InlineData("，。？", ",.?")]
    public void Form_CcNet_IsThatOfItsNormalizer(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(NGramNormalizer.Apply(Encoding.UTF8.GetBytes(text), NGramForm.CcNet).Span));

    [Fact]
    public void Identity_EveryRule_IsReadBack()
    {
        foreach (NGramForm form in Enum.GetValues<NGramForm>())
            foreach (WordSplitter splitter in (WordSplitter[])[WordSplitter.WhiteSpace, WordSplitter.English, WordSplitter.FastText, WordSplitter.Unicode,
                WordSplitter.WordPunct, WordSplitter.PennTreebank])
            {
                var rule = new NGramTokens { Form = form, Splitter = splitter, SkipEmptyLines = form == NGramForm.CcNet };
                Assert.Equal(rule.ToIdentity(), NGramTokens.FromIdentity(rule.ToIdentity())!.ToIdentity());
            }
        Assert.Null(NGramTokens.FromIdentity(new NGramTokens { Encoder = ByteTokenEncoder.Instance }.ToIdentity()));
        Assert.Null(NGramTokens.FromIdentity("x"));
    }

    public void Dispose() => folder.Dispose();

    private NGramModel Import(string arpa, NGramTokens? tokens = null) =>
        NGramModel.ImportArpa(folder.Write("in.arpa", arpa), folder[$"{Guid.NewGuid():N}.model"], tokens);
}
