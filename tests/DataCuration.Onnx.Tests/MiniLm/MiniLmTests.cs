using System.Numerics.Tensors;
using System.Text;

namespace DataCuration.Onnx.Tests;

/// <summary>A real embedding model: all-MiniLM-L6-v2.</summary>
public sealed class MiniLmTests(MiniLmModel model) : IClassFixture<MiniLmModel>
{
    private const int Width = 384;

    /// <summary>The example of the Sentence Transformers documentation, which prints the similarities of this model to four digits.</summary>
    private static readonly string[] Sentences = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."];

    [Fact]
    public void Embed_SentencesOfTheDocumentation_HaveItsSimilarities()
    {
        using OnnxEmbedder embedder = Load(new() { MaxTokens = 256 });
        Assert.Equal(Width, embedder.Dimension);
        float[] vectors = Embed(embedder, Sentences);
        Assert.Equal(0.6660, Cosine(vectors, 0, 1), 1e-4);
        Assert.Equal(0.1046, Cosine(vectors, 0, 2), 1e-4);
        Assert.Equal(0.1411, Cosine(vectors, 1, 2), 1e-4);
        for (int i = 0; i < Sentences.Length; i++) Assert.Equal(1, Cosine(vectors, i, i), 1e-5);
    }

    [Fact]
    public void Embed_Paraphrases_AreNearestToTheirSentence()
    {
        string[] sentences = ["A man is eating a piece of bread.", "The stock market fell sharply on Monday.", "How do I reset my password?",
            "The river carries sand and stones to the sea.", "She plays the violin in an orchestra."];
        string[] paraphrases = ["Someone eats some food.", "Shares lost much of their value at the start of the week.", "I forgot the code of my account.",
            "Sediment is transported by flowing water.", "A woman performs music with other musicians."];
        using OnnxEmbedder embedder = Load(new() { MaxTokens = 256 });
        float[] vectors = Embed(embedder, [.. sentences, .. paraphrases]);
        for (int i = 0; i < sentences.Length; i++)
        {
            int nearest = Enumerable.Range(0, paraphrases.Length).MaxBy(other => Cosine(vectors, i, sentences.Length + other));
            Assert.Equal(paraphrases[i], paraphrases[nearest]);
        }
    }

    [Theory]
    [InlineData(OnnxBatching.Padded)]
    [InlineData(OnnxBatching.EqualLengths)]
    public void Embed_OtherBatches_GiveTheSameVectors(OnnxBatching batching)
    {
        string[] texts = [.. Sentences, "sea", "",
            "Rivers of another length carry other stones, and one text has many more tokens than the others of its batch.",
            "Café naïve, 北京 and Αθήνα in one text"];
        using OnnxEmbedder single = Load(new() { MaxTokens = 256 });
        float[] expected = Embed(single, texts);
        foreach (int size in (int[])[2, 3, 16])
        {
            using OnnxEmbedder batches = Load(new() { MaxTokens = 256, Batching = batching, BatchSize = size });
            float[] vectors = Embed(batches, texts);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], vectors[i], 2e-6f);
        }
        // One text at a time gives the same bits in any company.
        Assert.Equal(expected[..Width], Embed(single, [texts[5], texts[0]])[Width..]);
    }

    [Fact]
    public void Embed_LongText_IsCutAtItsLimit()
    {
        using OnnxEmbedder embedder = Load(new() { MaxTokens = 32 });
        string text = string.Join(' ', Enumerable.Repeat("stone", 30));
        float[] vectors = Embed(embedder, [text, text + " and much more that is not read", text[..^6]]);
        Assert.Equal(vectors[..Width], vectors[Width..(2 * Width)]);
        Assert.NotEqual(vectors[..Width], vectors[(2 * Width)..]);
    }

    /// <summary>The ids of BERT's uncased vocabulary, as its tokenizer gives them.</summary>
    [Theory]
    [InlineData("hello world", new[] { 101, 7592, 2088, 102 })]
    [InlineData("Hello, WORLD!", new[] { 101, 7592, 1010, 2088, 999, 102 })]
    [InlineData("This is an example sentence", new[] { 101, 2023, 2003, 2019, 2742, 6251, 102 })]
    [InlineData("Each sentence is converted", new[] { 101, 2169, 6251, 2003, 4991, 102 })]
    [InlineData("unaffable", new[] { 101, 14477, 20961, 3468, 102 })]
    public void Encode_KnownTexts_GiveBertsIds(string text, int[] expected)
    {
        model.Require();
        OnnxTokenizer tokenizer = OnnxTokenizer.FromVocabulary(model.VocabularyPath);
        Assert.Equal(30522, tokenizer.VocabularySize);
        var tokens = new List<int>();
        tokenizer.Encode(Encoding.UTF8.GetBytes(text), 256, OnnxTruncation.Head, tokens);
        Assert.Equal(expected, tokens);
    }

    private OnnxEmbedder Load(OnnxEmbedderOptions options)
    {
        model.Require();
        return new OnnxEmbedder(model.ModelPath, OnnxTokenizer.FromVocabulary(model.VocabularyPath), options);
    }

    private static double Cosine(float[] vectors, int first, int second) =>
        TensorPrimitives.CosineSimilarity(vectors.AsSpan(first * Width, Width), vectors.AsSpan(second * Width, Width));

    private static float[] Embed(OnnxEmbedder embedder, string[] texts)
    {
        var vectors = new float[texts.Length * embedder.Dimension];
        embedder.Embed([.. texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], vectors);
        return vectors;
    }
}
