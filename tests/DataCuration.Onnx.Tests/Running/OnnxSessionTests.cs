using System.Text;

namespace DataCuration.Onnx.Tests;

public sealed class OnnxSessionTests : IDisposable
{
    private static readonly OnnxTextScorerOptions Options = new() { Labels = ["a", "b", "c"] };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_CudaWithoutIt_SaysWhatToReference()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        OnnxTextScorerOptions cuda = Options with { Session = new() { Provider = OnnxProvider.Cuda, DeviceId = 1 } };
        try
        {
            using var there = new OnnxTextScorer(path, tokenizer, cuda with { Session = new() { Provider = OnnxProvider.Cuda } });
            Assert.Skip("CUDA is there: nothing is missing.");
        }
        catch (OnnxProviderException)
        {
            // Most machines have no GPU.
        }
        OnnxProviderException e = Assert.Throws<OnnxProviderException>(() => new OnnxTextScorer(path, tokenizer, cuda));
        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", e.Message, StringComparison.Ordinal);
        Assert.Contains("GPU 1", e.Message, StringComparison.Ordinal);
        Assert.Contains(e.InnerException!.Message, e.Message, StringComparison.Ordinal);
        using var fallen = new OnnxTextScorer(path, tokenizer, cuda with { Session = new() { Provider = OnnxProvider.Cuda, FallbackToCpu = true } });
        Assert.Equal(OnnxProvider.Cpu, fallen.Provider);
        // The fingerprint has the provider in use, not the requested one.
        using var plain = new OnnxTextScorer(path, tokenizer, Options);
        Assert.Equal(Print(plain), Print(fallen));
    }

    [Fact]
    public void Load_DamagedFiles_AreRefusedByName()
    {
        string good = TestModels.Save(folder, TestModels.BagOfTokens(3), "good.onnx");
        byte[] bytes = File.ReadAllBytes(good);
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        byte[][] bad = [[], "not a model"u8.ToArray(), bytes[..(bytes.Length / 2)], bytes[..^1], [.. Enumerable.Repeat((byte)0xFF, 100)], [0x08]];
        foreach (byte[] content in bad)
        {
            string path = folder.Write("bad.onnx", content);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => new OnnxTextScorer(path, tokenizer, Options)).Message, StringComparison.Ordinal);
        }
        Assert.Throws<FileNotFoundException>(() => new OnnxTextScorer(folder["nothing.onnx"], tokenizer, Options));
    }

    [Fact]
    public void Hash_AnyFlippedByte_IsOtherOrRefused()
    {
        byte[] bytes = File.ReadAllBytes(TestModels.Save(folder, TestModels.BagOfTokens(3)));
        string expected = ModelFile.Hash(folder["model.onnx"]);
        SeededRandom random = SeededRandom.Create(3, "onnx tests", "flips");
        int refused = 0;
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. bytes];
            // Weights do not affect the walk over fields, so mostly change the bytes before them.
            long at = random.NextInt64(i % 4 == 0 ? bytes.Length : 1500);
            damaged[at] ^= (byte)(1 + random.NextInt64(255));
            string path = folder.Write("damaged.onnx", damaged);
            try
            {
                Assert.NotEqual(expected, ModelFile.Hash(path));
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 5, 450);
    }

    [Fact]
    public void Load_FlippedBytes_RunOrAreRefused()
    {
        byte[] bytes = File.ReadAllBytes(TestModels.Save(folder, TestModels.BagOfTokens(3)));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        SeededRandom random = SeededRandom.Create(3, "onnx tests", "native");
        int refused = 0, ran = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.NextInt64(bytes.Length)] ^= (byte)(1 + random.NextInt64(255));
            if (i % 2 == 0) damaged[random.NextInt64(900)] ^= (byte)(1 + random.NextInt64(255));
            string path = folder.Write("damaged.onnx", damaged);
            try
            {
                using var scorer = new OnnxTextScorer(path, tokenizer, Options);
                scorer.Score([Encoding.UTF8.GetBytes("sea and sand")], new float[3]);
                ran++;
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused >= 20 && ran >= 20, $"{refused} refused, {ran} ran");
    }

    [Fact]
    public void Load_TensorsInAnotherFile_AreFoundAndHashed()
    {
        byte[] data = Data(1);
        folder.Write("weights/data.bin", data);
        string path = Save("weights/data.bin");
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        using var first = new OnnxTextScorer(path, tokenizer, Options);
        var scores = new float[3];
        first.Score([Encoding.UTF8.GetBytes("sea")], scores);
        Assert.Equal(1, scores.Sum(), 1e-5f);
        string before = ModelFile.Hash(path);
        folder.Write("weights/data.bin", Data(2));
        Assert.NotEqual(before, ModelFile.Hash(path));
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("weights/../../outside.bin")]
    [InlineData("..\\outside.bin")]
    [InlineData("missing.bin")]
    public void Load_TensorsOutsideItsFolder_AreRefused(string location)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => new OnnxTextScorer(Save(location), TestModels.Tokenizer(folder), Options));
        Assert.Contains($"'{location}'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("list")]
    [InlineData("branch")]
    [InlineData("function")]
    public void Hash_TensorsOfNodesElsewhere_CountToo(string place)
    {
        var tensor = new ProtoMessage().Add(1, 2).Add(2, (long)OnnxElementType.Float).Add(8, "c")
            .Add(13, new ProtoMessage().Add(1, "location").Add(2, "c.bin")).Add(14, 1);
        ProtoMessage attribute = place switch
        {
            "list" => new ProtoMessage().Add(1, "tensors").Add(10, tensor),
            "branch" => new ProtoMessage().Add(1, "then_branch").Add(6, new ProtoMessage().Add(2, "then").Add(5, tensor)),
            _ => new ProtoMessage().Add(1, "value").Add(5, tensor),
        };
        ProtoMessage node = new ProtoMessage().Add(2, "c").Add(4, "Constant").Add(5, attribute);
        ProtoMessage model = place == "function" ? new ProtoMessage().Add(1, 8).Add(25, new ProtoMessage().Add(1, "f").Add(7, node))
            : new ProtoMessage().Add(1, 8).Add(7, new ProtoMessage().Add(1, node));
        using var stream = new MemoryStream();
        model.WriteTo(stream);
        string path = folder.Write("model.onnx", stream.ToArray());
        Assert.Contains("'c.bin'", Assert.Throws<InvalidDataException>(() => ModelFile.Hash(path)).Message, StringComparison.Ordinal);
        folder.Write("c.bin", new byte[8]);
        string before = ModelFile.Hash(path);
        folder.Write("c.bin", [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.NotEqual(before, ModelFile.Hash(path));
    }

    [Fact]
    public void Hash_GraphsDeepInEachOther_AreRefused()
    {
        var graph = new ProtoMessage().Add(2, "inner");
        for (int depth = 0; depth < 2000; depth++) graph = new ProtoMessage().Add(1, new ProtoMessage().Add(5, new ProtoMessage().Add(6, graph)));
        using var stream = new MemoryStream();
        new ProtoMessage().Add(7, graph).WriteTo(stream);
        Assert.Contains("nested more than",
            Assert.Throws<InvalidDataException>(() => ModelFile.Hash(folder.Write("deep.onnx", stream.ToArray()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        var scorer = new OnnxTextScorer(path, TestModels.Tokenizer(folder), Options);
        scorer.Dispose();
        scorer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scorer.Score([Encoding.UTF8.GetBytes("sea")], new float[3]));
        var embedder = new OnnxEmbedder(path, TestModels.Tokenizer(folder));
        embedder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => embedder.Embed([Encoding.UTF8.GetBytes("sea")], new float[embedder.Dimension]));
    }

    [Fact]
    public void Dispose_WhileOthersScore_LetsThemFinish()
    {
        string path = TestModels.Save(folder, TestModels.BagOfTokens(3));
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        ReadOnlyMemory<byte>[] texts = [.. Enumerable.Repeat(new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes("the river carries sand")), 20)];
        for (int round = 0; round < 10; round++)
        {
            var scorer = new OnnxTextScorer(path, tokenizer, Options);
            using var begun = new CountdownEvent(3);
            Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
            {
                var scores = new float[60];
                for (bool first = true; ; first = false)
                {
                    try
                    {
                        scorer.Score(texts, scores);
                    }
                    catch (ObjectDisposedException)
                    {
                        if (first) begun.Signal();
                        return;
                    }
                    if (first) begun.Signal();
                }
            }))];
            foreach (Thread thread in threads) thread.Start();
            begun.Wait(TestContext.Current.CancellationToken);
            scorer.Dispose();
            foreach (Thread thread in threads) Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        }
    }

    /// <summary>Writes a model <c>logits = E[ids][:, 0]</c> whose table is in another file.</summary>
    private string Save(string location)
    {
        var model = new OnnxModelWriter("external");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        model.External("E", OnnxElementType.Float, location, TestModels.Vocabulary.Length, 3);
        string first = model.Node("Gather", [ids, model.Constant("first", [1L])], new Dictionary<string, object> { ["axis"] = 1L });
        model.Output(model.Node("Gather", ["E", first], output: "logits"), OnnxElementType.Float, "batch", 3L);
        return TestModels.Save(folder, model);
    }

    private static byte[] Data(int seed)
    {
        using var stream = new MemoryStream();
        OnnxModelWriter.Write(stream, TestModels.Numbers($"data {seed}", TestModels.Vocabulary.Length * 3));
        return stream.ToArray();
    }

    private static string Print(OnnxTextScorer scorer)
    {
        var writer = new FingerprintWriter();
        scorer.Describe(writer);
        return writer.ToFingerprint();
    }
}
