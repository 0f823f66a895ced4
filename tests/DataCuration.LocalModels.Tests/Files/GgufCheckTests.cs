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

    [Theory]
    [InlineData("llama.attention.head_count", 0u, "'llama.attention.head_count' is 0")]
    [InlineData("llama.context_length", uint.MaxValue, "'llama.context_length' is 4294967295")]
    [InlineData("llama.block_count", "two", "'llama.block_count' is two")]
    [InlineData("tokenizer.ggml.eos_token_id", 99_999u, "'tokenizer.ggml.eos_token_id' is 99999, not an id of the 275 tokens")]
    [InlineData("tokenizer.ggml.scores", null, "'tokenizer.ggml.scores' has 3 entries for 275 tokens")]
    [InlineData("tokenizer.ggml.tokens", "none", "'tokenizer.ggml.tokens' is missing or empty")]
    [InlineData("general.architecture", 7u, "'general.architecture' is missing, or is no text")]
    public void Run_WrongValue_NamesIt(string key, object? value, string message)
    {
        TinyLlama.Write(folder["m.gguf"], change: file => file.Replace(key, value ?? (float[])[1, 2, 3]));
        ModelFileException error = Assert.Throws<ModelFileException>(() => GgufCheck.Run(folder["m.gguf"]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("m.gguf", error.Message, StringComparison.Ordinal);
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
}
