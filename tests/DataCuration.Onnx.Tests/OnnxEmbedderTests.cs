using System.Text;

namespace DataCuration.Onnx.Tests;

public sealed class OnnxEmbedderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(OnnxPooling.Mean, true)]
    [InlineData(OnnxPooling.Mean, false)]
    [InlineData(OnnxPooling.Cls, true)]
    [InlineData(OnnxPooling.Cls, false)]
    public void Embed_TokenVectors_ArePooledAsByHand(OnnxPooling pooling, bool normalize)
    {
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        using var embedder = new OnnxEmbedder(TestModels.Save(folder, Lookup()), tokenizer, new() { Pooling = pooling, Normalize = normalize });
        Assert.Equal(TestModels.Width, embedder.Dimension);
        float[] table = TestModels.Numbers("E", TestModels.Vocabulary.Length * TestModels.Width);
        string[] texts = ["the river carries sand", "a", "sea and sea"];
        float[] vectors = Embed(embedder, texts);
        for (int i = 0; i < texts.Length; i++)
        {
            var tokens = new List<int>();
            tokenizer.Encode(Encoding.UTF8.GetBytes(texts[i]), 512, OnnxTruncation.Head, tokens);
            double[] expected = [.. Enumerable.Range(0, TestModels.Width).Select(j => pooling == OnnxPooling.Cls ? table[tokens[0] * TestModels.Width + j]
                : tokens.Average(token => (double)table[token * TestModels.Width + j]))];
            double length = normalize ? Math.Sqrt(expected.Sum(x => x * x)) : 1;
            for (int j = 0; j < TestModels.Width; j++) Assert.Equal(expected[j] / length, vectors[i * TestModels.Width + j], 1e-6);
        }
    }

    [Fact]
    public void Embed_Encoder_PaddingDoesNotCount()
    {
        string path = TestModels.Save(folder, new TestTransformer(TestModels.Vocabulary.Length, 32, 2, 4, 64).Build(2));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        using var single = new OnnxEmbedder(path, tokenizer);
        using var padded = new OnnxEmbedder(path, tokenizer, new() { Batching = OnnxBatching.Padded, BatchSize = 8 });
        string[] texts = ["the river carries stones down to the sea", "sand", "", "nobody counts the sand, and nobody counted the stones!", "good badness"];
        float[] expected = Embed(single, texts), vectors = Embed(padded, texts);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], vectors[i], 2e-6f);
        // A text without tokens has no vector. Other vectors have length 1, and equal texts have equal vectors.
        Assert.All(expected[64..96], value => Assert.True(float.IsNaN(value)));
        Assert.Equal(1, expected[..32].Sum(x => x * x), 1e-5f);
        Assert.Equal(expected[..32], Embed(single, ["sea", texts[0]])[32..]);
    }

    [Fact]
    public void Embed_VectorOfTheText_IsTakenAsItIs()
    {
        OnnxModelWriter model = Lookup();
        string pooled = model.Node("ReduceMean", ["last_hidden_state"],
            new Dictionary<string, object> { ["axes"] = (long[])[1], ["keepdims"] = 0L }, "sentence_embedding");
        model.Output(pooled, OnnxElementType.Float, "batch", (long)TestModels.Width);
        string path = TestModels.Save(folder, model);
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        using var whole = new OnnxEmbedder(path, tokenizer);
        using var tokens = new OnnxEmbedder(path, tokenizer, new() { OutputName = "last_hidden_state" });
        float[] expected = Embed(tokens, ["the sea"]), vectors = Embed(whole, ["the sea"]);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], vectors[i], 1e-6f);
        Assert.NotEqual(Print(whole), Print(tokens));
    }

    [Fact]
    public void Load_ModelWithoutVectors_IsRefusedWithItsOutputs()
    {
        var model = new OnnxModelWriter("flat");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        string real = model.Node("Cast", [ids], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Float });
        model.Output(model.Node("ReduceSum", [real], new Dictionary<string, object> { ["keepdims"] = 0L }, "sum"), OnnxElementType.Float);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => new OnnxEmbedder(TestModels.Save(folder, model), TestModels.Tokenizer(folder)));
        Assert.Contains("sum (Float [])", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(
            () => new OnnxEmbedder(TestModels.Save(folder, Lookup()), TestModels.Tokenizer(folder), new() { OutputName = "nothing" }));
    }

    [Fact]
    public void Describe_PoolingAndScale_Count()
    {
        string path = TestModels.Save(folder, Lookup());
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        OnnxEmbedderOptions options = new();
        string[] prints = [.. ((OnnxEmbedderOptions[])[options, options with { Pooling = OnnxPooling.Cls }, options with { Normalize = false },
            options with { MaxTokens = 9 }]).Select(option =>
        {
            using var embedder = new OnnxEmbedder(path, tokenizer, option);
            return Print(embedder);
        })];
        Assert.Equal(prints.Length, prints.Distinct().Count());
    }

    private static OnnxModelWriter Lookup()
    {
        var model = new OnnxModelWriter("lookup");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        model.Input("attention_mask", OnnxElementType.Int64, "batch", "sequence");
        string table = model.Constant("E", TestModels.Numbers("E", TestModels.Vocabulary.Length * TestModels.Width),
            TestModels.Vocabulary.Length, TestModels.Width);
        model.Output(model.Node("Gather", [table, ids], output: "last_hidden_state"), OnnxElementType.Float, "batch", "sequence", (long)TestModels.Width);
        return model;
    }

    private static string Print(OnnxEmbedder embedder)
    {
        var writer = new FingerprintWriter();
        embedder.Describe(writer);
        return writer.ToFingerprint();
    }

    private static float[] Embed(OnnxEmbedder embedder, string[] texts)
    {
        var vectors = new float[texts.Length * embedder.Dimension];
        embedder.Embed([.. texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], vectors);
        return vectors;
    }
}
