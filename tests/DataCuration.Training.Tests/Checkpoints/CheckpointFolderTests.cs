using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class CheckpointFolderTests : IDisposable
{
    // As version 0.1.0 wrote it.
    private const string Manifest = """
        {"Version":1,"Step":5,"Model":{"VocabularySize":257,"Layers":3,"Width":96,"Heads":3,"KeyValueHeads":3,"FeedForwardWidth":256,"ContextLength":256,
        "RopeTheta":10000,"NormEpsilon":1E-05,"TieEmbeddings":false,"HeadWidth":32,"ParameterCount":381792},"Identity":[{"Name":"a","Value":"b"}],
        "EncoderFingerprint":"f","Device":"cpu","Threads":1,"Hashes":{"model.safetensors":"h"},"Losses":[],"Evaluations":[]}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ReadManifest_OfVersion1_HasTheModel()
    {
        folder.Write("manifest.json", Manifest);
        CheckpointManifest manifest = CheckpointFolder.ReadManifest(folder.Path);
        Assert.Equal(DecoderOptions.Tiny, manifest.Model);
        Assert.Equal((5, "h"), (manifest.Step, manifest.Hashes["model.safetensors"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void ReadManifest_OfAnotherVersion_NamesIt(int version)
    {
        folder.Write("manifest.json", Manifest.Replace("\"Version\":1", $"\"Version\":{version}", StringComparison.Ordinal));
        var error = Assert.Throws<CheckpointException>(() => CheckpointFolder.ReadManifest(folder.Path));
        Assert.Contains($"has version {version}; this library reads versions 1 to 2", error.Message, StringComparison.Ordinal);
    }
}
