using System.Globalization;
using DataCuration.LocalModels.Tests.Gguf;
using DataCuration.Models;
using DataCuration.TestKit;

namespace DataCuration.LocalModels.Tests.Files;

public sealed class GgufCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_GoodFile_ReadsTheFacts()
    {
        TinyLlama.Write(folder["m.gguf"], 300);
        GgufFacts facts = GgufCheck.Run(folder["m.gguf"]);
        Assert.Equal((300, true), (facts.TrainedContext, facts.HasTemplate));
        Assert.Equal(["<unk>", "<s>", "</s>", "<0x00>"], facts.Tokens.Take(4));
        Assert.Equal(275, facts.Tokens.Count);
    }

    /// <summary>llama.cpp opens the other parts by the name of the first, so they are checked before it does.</summary>
    [Fact]
    public void Run_SeveralParts_ChecksEachOfThem()
    {
        string first = folder["m-00001-of-00003.gguf"], second = folder["m-00002-of-00003.gguf"], third = folder["m-00003-of-00003.gguf"];
        TinyLlama.Write(first, 300, change: Part(0, 3));
        Assert.Contains("part 2, '", Refusal(first), StringComparison.Ordinal);
        Assert.Contains("m-00002-of-00003.gguf', is missing", Refusal(first), StringComparison.Ordinal);
        WritePart(second, 1, 3);
        WritePart(third, 2, 3);
        Assert.Equal(300, GgufCheck.Run(first).TrainedContext);

        byte[] whole = File.ReadAllBytes(third);
        File.WriteAllBytes(third, whole[..^40]);
        Assert.Contains("m-00003-of-00003.gguf", Refusal(first), StringComparison.Ordinal);
        WritePart(third, 1, 3);
        Assert.Contains("'split.no' is 1 of the type u16, and this is opened as number 2 of 3", Refusal(first), StringComparison.Ordinal);
        WritePart(third, 2, 4);
        Assert.Contains("'split.count' is 4 of the type u16, and the first part has 3", Refusal(first), StringComparison.Ordinal);
        WritePart(third, 2, 3);
        Assert.Contains("Give the first part", Refusal(second), StringComparison.Ordinal);
        File.Copy(first, folder["other.gguf"]);
        Assert.Contains("does not end in '-00001-of-00003.gguf'", Refusal(folder["other.gguf"]), StringComparison.Ordinal);
        TinyLlama.Write(folder["one.gguf"], 300, change: Part(0, 1));
        Assert.Equal(300, GgufCheck.Run(folder["one.gguf"]).TrainedContext);

        static string Refusal(string path) => Assert.Throws<ModelFileException>(() => GgufCheck.Run(path)).Message;

        static Action<GgufWriter> Part(ushort number, ushort count) => file =>
        {
            file.Set("split.no", number);
            file.Set("split.count", count);
        };

        static void WritePart(string path, ushort number, ushort count)
        {
            var file = new GgufWriter();
            Part(number, count)(file);
            file.Add($"tensor.{number}", [32], new float[32]);
            file.Write(path);
        }
    }

    [Theory]
    [InlineData("llama.attention.head_count", 0u, "'llama.attention.head_count' is 0")]
    [InlineData("llama.context_length", uint.MaxValue, "'llama.context_length' is 4294967295")]
    [InlineData("llama.block_count", "two", "'llama.block_count' is two")]
    [InlineData("tokenizer.ggml.eos_token_id", 99_999u, "'tokenizer.ggml.eos_token_id' is 99999, not an id of the 275 tokens")]
    [InlineData("tokenizer.ggml.scores", null, "'tokenizer.ggml.scores' has 3 entries for 275 tokens")]
    [InlineData("tokenizer.ggml.tokens", "none", "'tokenizer.ggml.tokens' is the text 'none'; it must be an array of string")]
    [InlineData("general.architecture", 7u, "'general.architecture' is missing, or is no text")]
    public void Run_WrongValue_NamesIt(string key, object? value, string message)
    {
        TinyLlama.Write(folder["m.gguf"], change: file => file.Replace(key, value ?? (float[])[1, 2, 3]));
        ModelFileException error = Assert.Throws<ModelFileException>(() => GgufCheck.Run(folder["m.gguf"]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("m.gguf", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama.block_count", 513u, "'llama.block_count' is 513; llama.cpp computes at most 512 layers")]
    [InlineData("llama.block_count", new[] { 2u, 2u }, "'llama.block_count' is an array of u32")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", -1f, "'llama.attention.layer_norm_rms_epsilon' is -1;")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", 0f, "'llama.attention.layer_norm_rms_epsilon' is 0;")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", float.NaN, "'llama.attention.layer_norm_rms_epsilon' is NaN;")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", float.PositiveInfinity, "'llama.attention.layer_norm_rms_epsilon' is Infinity;")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", 1u, "'llama.attention.layer_norm_rms_epsilon' is 1 of the type u32; it must be of the type f32")]
    [InlineData("tokenizer.ggml.merges", new[] { 1u, 2u }, "'tokenizer.ggml.merges' is an array of u32; it must be an array of string")]
    [InlineData("tokenizer.ggml.merges", "a b", "'tokenizer.ggml.merges' is the text 'a b'; it must be an array of string")]
    [InlineData("tokenizer.ggml.tokens", new[] { 1, 2 }, "'tokenizer.ggml.tokens' is an array of i32; it must be an array of string")]
    public void Run_ValueThatEndsLlamaCpp_NamesIt(string key, object value, string message) => AssertRefused(key, value, message);

    /// <summary>Arrays of the right length with elements of another type, which llama.cpp reads as if they were of the right one.</summary>
    [Theory]
    [InlineData("tokenizer.ggml.token_type", typeof(string), "string; it must be an array of i32")]
    [InlineData("tokenizer.ggml.token_type", typeof(byte), "u8; it must be an array of i32")]
    [InlineData("tokenizer.ggml.token_type", typeof(uint), "u32; it must be an array of i32")]
    [InlineData("tokenizer.ggml.scores", typeof(string), "string; it must be an array of f32")]
    [InlineData("tokenizer.ggml.scores", typeof(byte), "u8; it must be an array of f32")]
    public void Run_ElementsOfAnotherType_NamesThem(string key, Type type, string message)
    {
        var elements = Array.CreateInstance(type, 275);
        for (int i = 0; i < elements.Length; i++) elements.SetValue(Convert.ChangeType(1, type, CultureInfo.InvariantCulture), i);
        AssertRefused(key, elements, $"'{key}' is an array of {message}");
    }

    [Theory]
    [InlineData("<0x00>")]
    [InlineData("<0x0A>")]
    [InlineData("<0xFF>")]
    public void Run_LlamaWithoutAByteToken_NamesIt(string token)
    {
        TinyLlama.Write(folder["m.gguf"]);
        string[] tokens = [.. GgufCheck.Run(folder["m.gguf"]).Tokens.Select(own => own == token ? "other" : own)];
        AssertRefused("tokenizer.ggml.tokens", tokens, $"'tokenizer.ggml.tokens' lacks the byte token '{token}'");

        // Byte-level vocabularies have other tokens for bytes.
        TinyLlama.Write(folder["m.gguf"], change: file =>
        {
            file.Replace("tokenizer.ggml.tokens", tokens);
            file.Replace("tokenizer.ggml.model", "gpt2");
        });
        Assert.Equal(275, GgufCheck.Run(folder["m.gguf"]).Tokens.Count);
    }

    [Fact]
    public void Run_LargestNumberOfLayersAndMerges_AreAccepted()
    {
        TinyLlama.Write(folder["m.gguf"], change: file =>
        {
            file.Replace("llama.block_count", 512u);
            file.Add("tokenizer.ggml.merges", (string[])["a b"]);
        });
        Assert.Equal(275, GgufCheck.Run(folder["m.gguf"]).Tokens.Count);
    }

    /// <summary>A cut or changed header is refused with a message, unless the change means nothing.</summary>
    [Fact]
    public void Run_DamagedFiles_AreRefusedWithTheirName()
    {
        TinyLlama.Write(folder["m.gguf"], 64);
        byte[] good = File.ReadAllBytes(folder["m.gguf"]);
        int header = good.AsSpan().IndexOf("tokenizer.ggml.tokens"u8);
        var random = new SeededRandom(5);
        int refused = 0;
        for (int trial = 0; trial < 60; trial++)
        {
            byte[] bytes = trial % 3 == 0 ? good[..(int)random.NextInt64(good.Length)] : (byte[])good.Clone();
            for (int change = 0; trial % 3 != 0 && change < 1 + trial % 4; change++) bytes[(int)random.NextInt64(header)] = (byte)random.NextInt64(256);
            File.WriteAllBytes(folder["bad.gguf"], bytes);
            try
            {
                GgufCheck.Run(folder["bad.gguf"]);
            }
            catch (ModelFileException e)
            {
                Assert.Contains("bad.gguf", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 30, 60);
    }

    private void AssertRefused(string key, object value, string message)
    {
        TinyLlama.Write(folder["m.gguf"], change: file => file.Set(key, value));
        ModelFileException error = Assert.Throws<ModelFileException>(() => GgufCheck.Run(folder["m.gguf"]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("m.gguf", error.Message, StringComparison.Ordinal);
    }
}
