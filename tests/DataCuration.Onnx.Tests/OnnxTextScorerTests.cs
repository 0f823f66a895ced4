using System.Text;
using CsCheck;

namespace DataCuration.Onnx.Tests;

public sealed class OnnxTextScorerTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Words = [.. TestModels.Vocabulary.Where(word => char.IsAsciiLetter(word[0]))];
    private static readonly string[] Three = ["low", "middle", "high"];
    private static readonly Gen<string> Text = Gen.Int[0, Words.Length - 1].Array[0, 40].Select(words => string.Join(' ', words.Select(word => Words[word])));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(OnnxScoreHead.Softmax)]
    [InlineData(OnnxScoreHead.Sigmoid)]
    [InlineData(OnnxScoreHead.Identity)]
    public void Score_BagOfTokens_IsWhatItIsByHand(OnnxScoreHead head)
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        using var scorer = new OnnxTextScorer(path, tokenizer, new() { Labels = Three, Head = head });
        string[] texts = ["the river carries stones", "nobody counts the sand, and the sea", "unaffable café", "x"];
        float[] scores = Score(scorer, texts);
        for (int i = 0; i < texts.Length; i++)
        {
            var tokens = new List<int>();
            tokenizer.Encode(Encoding.UTF8.GetBytes(texts[i]), 512, OnnxTruncation.Head, tokens);
            double[] logits = TestModels.BagOfTokensByHand(tokens, 3);
            double sum = logits.Sum(Math.Exp);
            double[] expected = head switch
            {
                OnnxScoreHead.Softmax => [.. logits.Select(x => Math.Exp(x) / sum)],
                OnnxScoreHead.Sigmoid => [.. logits.Select(x => 1 / (1 + Math.Exp(-x)))],
                _ => logits
            };
            for (int label = 0; label < 3; label++) Assert.Equal(expected[label], scores[i * 3 + label], 1e-5);
        }
    }

    [Fact]
    public void Score_AnyCompany_GivesTheSameBits()
    {
        using OnnxTextScorer scorer = Encoder(OnnxBatching.Single);
        Gen.Select(Text.Array[1, 6], Text).Sample((others, text) =>
        {
            float[] alone = Score(scorer, [text]), first = Score(scorer, [text, .. others]), last = Score(scorer, [.. others, text]);
            Assert.Equal(Bits(alone), Bits(first[..4]));
            Assert.Equal(Bits(alone), Bits(last[^4..]));
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData(OnnxBatching.EqualLengths)]
    [InlineData(OnnxBatching.Padded)]
    public void Score_InBatches_IsWithinTolerance(OnnxBatching batching)
    {
        using OnnxTextScorer single = Encoder(OnnxBatching.Single), batched = Encoder(batching);
        Assert.Equal(1, single.BatchSize);
        Assert.Equal(16, batched.BatchSize);
        string[] texts = Texts(200);
        float[] expected = Score(single, texts), scores = Score(batched, texts);
        double worst = expected.Zip(scores).Where(pair => !float.IsNaN(pair.First)).Max(pair => Math.Abs(pair.First - (double)pair.Second));
        output.WriteLine($"{batching}: {expected.Zip(scores).Count(pair => !Bits([pair.First]).SequenceEqual(Bits([pair.Second])))} of {scores.Length} scores "
            + $"differ, by {worst:E2} at most");
        Assert.Equal(expected.Select(float.IsNaN), scores.Select(float.IsNaN));
        Assert.InRange(worst, 0, 2e-6);
        Assert.Contains(expected, score => score > 0.3);
    }

    [Theory]
    [InlineData(OnnxBatching.Single, "1x3 1x3 1x4 1x3 1x6 1x4")]
    [InlineData(OnnxBatching.EqualLengths, "2x3 2x3 2x4 1x3 1x6 2x4")]
    [InlineData(OnnxBatching.Padded, "2x3 2x3 2x4 2x4 2x6 2x6")]
    public void Score_Batches_HoldWhatTheyAreSaidTo(OnnxBatching batching, string expected)
    {
        // The model returns the shape of its call.
        var model = new OnnxModelWriter("shape");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        model.Input("attention_mask", OnnxElementType.Int64, "batch", "sequence");
        string shape = model.Node("Shape", [ids]);
        string rows = model.Node("Gather", [shape, model.Constant("first", [0L], 1)]);
        string target = model.Node("Concat", [rows, model.Constant("two", [2L], 1)], new Dictionary<string, object> { ["axis"] = 0L });
        string real = model.Node("Cast", [shape], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Float });
        model.Output(model.Node("Expand", [real, target], output: "logits"), OnnxElementType.Float, "batch", 2L);
        using var scorer = new OnnxTextScorer(TestModels.Save(folder, model), TestModels.Tokenizer(folder),
            new() { Labels = ["rows", "length"], Head = OnnxScoreHead.Identity, Batching = batching, BatchSize = 2 });
        float[] scores = Score(scorer, ["sea", "sand", "the sea", "river", "the river and sand", "a b"]);
        Assert.Equal(expected,
            string.Join(' ', scores.Chunk(2).Select(pair => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pair[0]}x{pair[1]}"))));
    }

    [Fact]
    public void Score_DynamicQuantization_DependsOnCompanyInBatchesOnly()
    {
        // As in models of quantize_dynamic, the scale of the 8-bit numbers depends on the whole call. Lengths are equal, so that all texts share a call.
        var model = new OnnxModelWriter("quantized");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        model.Input("attention_mask", OnnxElementType.Int64, "batch", "sequence");
        string second = model.Node("Gather", [ids, model.Constant("second", [1L])], new Dictionary<string, object> { ["axis"] = 1L });
        float[] table = TestModels.Numbers("Q", TestModels.Vocabulary.Length * TestModels.Width);
        for (int i = 0; i < TestModels.Width; i++) table[Array.IndexOf(TestModels.Vocabulary, "sea") * TestModels.Width + i] *= 50;
        string vectors = model.Node("Gather", [model.Constant("E", table, TestModels.Vocabulary.Length, TestModels.Width), second]);
        model.Node("DynamicQuantizeLinear", [vectors], ["q", "q_scale", "q_zero"]);
        string real = model.Node("DequantizeLinear", ["q", "q_scale", "q_zero"]);
        model.Output(model.Node("MatMul", [real, model.Constant("W", TestModels.Numbers("QW", TestModels.Width * 3), TestModels.Width, 3)], output: "logits"),
            OnnxElementType.Float, "batch", 3L);
        string path = TestModels.Save(folder, model);
        using var single = new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three });
        using var batched = new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three, Batching = OnnxBatching.EqualLengths });
        Assert.Equal(Bits(Score(single, ["river"])), Bits(Score(single, ["river", "sea"])[..3]));
        Assert.NotEqual(Bits(Score(batched, ["river"])), Bits(Score(batched, ["river", "sea"])[..3]));
    }

    [Fact]
    public void Score_ManyThreads_GiveTheSameBits()
    {
        using OnnxTextScorer scorer = Encoder(OnnxBatching.Single);
        string[] texts = Texts(40);
        int[] expected = Bits(Score(scorer, texts));
        Parallel.For(0, 8, _ => Assert.Equal(expected, Bits(Score(scorer, texts))));
    }

    [Fact]
    public void Score_NoTokens_IsNoNumber()
    {
        using var scorer = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3)), TestModels.Tokenizer(folder), new() { Labels = Three });
        float[] scores = Score(scorer, ["", "sea", " \n\t", "\u0301"]);
        Assert.Equal([true, false, true, true], Enumerable.Range(0, 4).Select(i => float.IsNaN(scores[3 * i])));
        Assert.Equal(scores.Skip(3).Take(3), Score(scorer, ["sea"]));
        Assert.Empty(Score(scorer, []));
        Assert.Throws<ArgumentException>(() => scorer.Score([Encoding.UTF8.GetBytes("sea")], new float[2]));
    }

    [Theory]
    [InlineData(BagChange.NoMask)]
    [InlineData(BagChange.OtherName)]
    [InlineData(BagChange.TensorFlowName)]
    [InlineData(BagChange.TypeIds)]
    [InlineData(BagChange.Int32)]
    [InlineData(BagChange.FixedRows)]
    [InlineData(BagChange.FixedLength)]
    [InlineData(BagChange.FreeLabels)]
    public void Score_ModelsOfOtherShapes_GiveTheSame(BagChange change)
    {
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        OnnxTextScorerOptions options = new() { Labels = Three, Batching = OnnxBatching.Padded };
        using var usual = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3), "usual.onnx"), tokenizer, options);
        using var other = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3, change: change)), tokenizer, options);
        string[] texts = ["the river", "the sea and the sand", "bad", "good"];
        float[] expected = Score(usual, texts), scores = Score(other, texts);
        for (int i = 0; i < scores.Length; i++) Assert.Equal(expected[i], scores[i], 1e-6f);
        Assert.Equal(change == BagChange.FixedRows ? 1 : 16, other.BatchSize);
        if (change != BagChange.FixedLength) return;
        // Of twelve tokens, two are special.
        Assert.Equal(Score(other, ["a b c d e a b c d e"]), Score(other, ["a b c d e a b c d e sea sand"]));
    }

    [Fact]
    public void Score_HalfPrecision_IsReadAsSuch()
    {
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        OnnxTextScorerOptions options = new() { Labels = Three, Head = OnnxScoreHead.Identity };
        using var full = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3), "full.onnx"), tokenizer, options);
        using var half = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3, half: true)), tokenizer, options);
        float[] expected = Score(full, ["the river carries sand"]), scores = Score(half, ["the river carries sand"]);
        Assert.Equal(expected.Select(score => (float)(Half)score), scores);
    }

    [Fact]
    public void Score_LongText_IsCutAtItsEndOrInItsMiddle()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        using var head = new OnnxTextScorer(path, tokenizer, new() { Labels = Three, MaxTokens = 10 });
        using var both = new OnnxTextScorer(path, tokenizer, new() { Labels = Three, MaxTokens = 10, Truncation = OnnxTruncation.HeadAndTail });
        // Eight tokens remain without the special ones: two of the head and six of the tail.
        Assert.Equal(Score(head, ["a b c d e a b c"]), Score(head, ["a b c d e a b c sea sand river good"]));
        Assert.Equal(Score(both, ["a b d e sea sand river good"]), Score(both, ["a b c c c c c d e sea sand river good"]));
        // The text is so long that its middle is not read.
        string middle = string.Join(' ', Enumerable.Repeat("stone", 5000));
        Assert.Equal(Score(head, ["a b c d e a b c"]), Score(head, [$"a b c d e a b c {middle}"]));
        Assert.Equal(Score(both, ["a b d e sea sand river good"]), Score(both, [$"a b {middle} d e sea sand river good"]));
    }

    [Theory]
    [InlineData(OnnxTruncation.Head)]
    [InlineData(OnnxTruncation.HeadAndTail)]
    public void Score_LongWhiteSpaceAtTheEnds_IsPassedOver(OnnxTruncation truncation)
    {
        using var scorer = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3)), TestModels.Tokenizer(folder),
            new() { Labels = Three, Truncation = truncation });
        string blanks = new(' ', 40_000), wide = string.Concat(Enumerable.Repeat("\u3000\n", 10_000)),
            body = string.Join(' ', Enumerable.Repeat("the river carries stones", 10_000));
        Assert.Equal(Score(scorer, ["the sea"]), Score(scorer, [blanks + "the sea"]));
        Assert.Equal(Score(scorer, ["the sea"]), Score(scorer, [wide + "the sea" + wide]));
        Assert.Equal(Score(scorer, ["good sea " + body + " bad"]), Score(scorer, [blanks + "good sea " + body + " bad" + blanks]));
        Assert.True(float.IsNaN(Score(scorer, [blanks])[0]));
    }

    [Fact]
    public void Score_MinusInfinityForEveryLabel_IsAFault()
    {
        var model = new OnnxModelWriter("nothing");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        string three = model.Node("Gather", [ids, model.Constant("first", [0L, 0L, 0L], 3)], new Dictionary<string, object> { ["axis"] = 1L });
        string real = model.Node("Cast", [three], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Float });
        model.Output(model.Node("Sub", [real, model.Constant("all", [float.PositiveInfinity])], output: "logits"), OnnxElementType.Float, "batch", 3L);
        string path = TestModels.Save(folder, model);
        using var softmax = new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three });
        Assert.Contains("minus infinity", Assert.Throws<InvalidDataException>(() => Score(softmax, ["sea"])).Message, StringComparison.Ordinal);
        using var sigmoid = new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three, Head = OnnxScoreHead.Sigmoid });
        Assert.Equal([0, 0, 0], Score(sigmoid, ["sea"]));
    }

    [Fact]
    public void Labels_OfConfig_AreInTheirOrderWithTheirHead()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        folder.Write("config.json", """{"id2label": {"2": "high", "0": "low", "1": "middle"}, "problem_type": "multi_label_classification"}""");
        using var scorer = new OnnxTextScorer(path, tokenizer);
        Assert.Equal(Three, scorer.Labels);
        using var sigmoid = new OnnxTextScorer(path, tokenizer, new() { Labels = Three, Head = OnnxScoreHead.Sigmoid });
        Assert.Equal(Score(sigmoid, ["the sea"]), Score(scorer, ["the sea"]));
        string elsewhere = folder.Write("other.json", """{"id2label": {"0": "x", "1": "y", "2": "z"}}""");
        using var other = new OnnxTextScorer(path, tokenizer, new() { ConfigPath = elsewhere });
        Assert.Equal(["x", "y", "z"], other.Labels);
        Assert.Equal(1, Score(other, ["the sea"]).Sum(), 1e-5f);
    }

    [Theory]
    [InlineData("""[]""", "not an object")]
    [InlineData("""{"id2label": 1}""", "not an object")]
    [InlineData("""{"id2label": {"0": "a", "2": "b"}}""", "count from 0")]
    [InlineData("""{"id2label": {"-1": "a"}}""", "'-1'")]
    [InlineData("""{"id2label": {"0": 5}}""", "'0'")]
    [InlineData("""{"id2label": {"99999999999": "a"}}""", "'99999999999'")]
    [InlineData("""{"id2label": {"0": "\ud800"}}""", "config.json")]
    [InlineData("""{"id2label": """, "config.json")]
    public void Labels_OfDamagedConfig_AreRefused(string config, string message)
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        folder.Write("config.json", config);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new OnnxTextScorer(path, TestModels.Tokenizer(folder))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_MissingOrWrong_AreRefused()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        Assert.Contains("config.json", Assert.Throws<ArgumentException>(() => new OnnxTextScorer(path, tokenizer)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new OnnxTextScorer(path, tokenizer, new() { Labels = [] }));
        Assert.Throws<ArgumentException>(() => new OnnxTextScorer(path, tokenizer, new() { Labels = ["a", "b", "a"] }));
        InvalidDataException two = Assert.Throws<InvalidDataException>(() => new OnnxTextScorer(path, tokenizer, new() { Labels = ["a", "b"] }));
        Assert.Contains("3 numbers", two.Message, StringComparison.Ordinal);
        Assert.Contains("logits (Float [batch, 3])", two.Message, StringComparison.Ordinal);
        // If the metadata does not say the number of labels, the first text shows it.
        using var open = new OnnxTextScorer(TestModels.Save(folder, TestModels.BagOfTokens(3, change: BagChange.FreeLabels)),
            tokenizer, new() { Labels = ["a", "b"] });
        Assert.Contains("2 labels", Assert.Throws<InvalidDataException>(() => Score(open, ["sea"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BagChange.ExtraInput, "'position_ids'", "attention_mask (Int64 [batch, sequence])")]
    [InlineData(BagChange.RealIds, "'input_ids'", "input_ids (Float [batch, sequence])")]
    [InlineData(BagChange.ManyFixedRows, "4 texts", "model.onnx")]
    [InlineData(BagChange.TwoOutputs, "2 others", "pooled (Float [batch, 8])")]
    public void Load_ModelOfAnotherKind_IsRefusedWithItsInputsOrOutputs(BagChange change, string message, string shape)
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3, change: change));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three }));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(shape, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OutputByName_IsTakenOrNamed()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3, change: BagChange.TwoOutputs));
        using var scorer = new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three, OutputName = "scores" });
        Assert.Equal(1, Score(scorer, ["the sea"]).Sum(), 1e-5f);
        Assert.Contains("'nothing'", Assert.Throws<InvalidDataException>(
            () => new OnnxTextScorer(path, TestModels.Tokenizer(folder), new() { Labels = Three, OutputName = "nothing" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_TokensBeyondTheModel_AreAFaultThatNamesIt()
    {
        // The tokenizer belongs to another model.
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        string other = folder.Write("other.txt", string.Join('\n', TestModels.Vocabulary) + "\nextra\n");
        using var scorer = new OnnxTextScorer(path, OnnxTokenizer.FromVocabulary(other), new() { Labels = Three });
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Score(scorer, ["extra"])).Message, StringComparison.Ordinal);
        Assert.False(float.IsNaN(Score(scorer, ["sea"])[0]));
    }

    [Fact]
    public void Describe_ModelTokenizerAndOptions_AllCount()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3)), half = TestModels.Save(folder, TestModels.BagOfTokens(3, half: true), "half.onnx");
        OnnxTextScorerOptions options = new() { Labels = Three };
        string[] prints =
        [
            Print(path, options), Print(half, options), Print(path, options, lowerCase: false),
            Print(path, options with { Labels = ["low", "high", "middle"] }), Print(path, options with { Head = OnnxScoreHead.Sigmoid }),
            Print(path, options with { MaxTokens = 100 }), Print(path, options with { Truncation = OnnxTruncation.HeadAndTail }),
            Print(path, options with { Batching = OnnxBatching.Padded }),
            Print(path, options with { Batching = OnnxBatching.Padded, BatchSize = 8 }), Print(path, options with { Session = new() { Threads = 2 } }),
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.Equal(prints[0], Print(TestModels.Save(folder, TestModels.BagOfTokens(3), "copy.onnx"), options));
        // BatchSize has no effect if each text is a separate call.
        Assert.Equal(prints[0], Print(path, options with { BatchSize = 8 }));
    }

    private static string[] Texts(int count)
    {
        SeededRandom random = SeededRandom.Create(5, "onnx tests", "texts");
        return [.. Enumerable.Range(0, count)
            .Select(_ => string.Join(' ', Enumerable.Range(0, (int)random.NextInt64(41)).Select(_ => Words[random.NextInt64(Words.Length)])))];
    }

    private OnnxTextScorer Encoder(OnnxBatching batching)
    {
        string path = TestModels.Save(folder, new TestTransformer(TestModels.Vocabulary.Length, 64, 2, 4, 64).Build(4), "encoder.onnx");
        return new(path, TestModels.Tokenizer(folder), new() { Labels = ["a", "b", "c", "d"], Batching = batching });
    }

    private string Print(string path, OnnxTextScorerOptions options, bool lowerCase = true)
    {
        using var scorer = new OnnxTextScorer(path, TestModels.Tokenizer(folder, lowerCase), options);
        var writer = new FingerprintWriter();
        scorer.Describe(writer);
        return writer.ToFingerprint();
    }

    private static int[] Bits(IEnumerable<float> values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private static float[] Score(OnnxTextScorer scorer, string[] texts)
    {
        var scores = new float[texts.Length * scorer.Labels.Count];
        scorer.Score([.. texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], scores);
        return scores;
    }
}
