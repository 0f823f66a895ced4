using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class EmbeddingGrowthTests : IDisposable
{
    private readonly TemporaryFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Grow_Matrix_KeepsOldRowsAndAddsMeans()
    {
        ModelTensor matrix = ModelTensor.FromValues("m", [3, 2], new float[] { 1, 2, 3, 6, 5, 1 });
        ModelTensor grown = new EmbeddingGrowth(3, [[0, 1], [], [2, 2, 0]]).Grow(matrix);
        Assert.Equal([6, 2], grown.Shape);
        // A token without parts gets the mean of all rows.
        Assert.Equal([1, 2, 3, 6, 5, 1, 2, 4, 3, 3, 11f / 3, 4f / 3], grown.ToArray());
        for (int start = 0; start < 12; start++)
        {
            for (int length = 1; start + length <= 12; length++)
            {
                var part = new float[length];
                grown.Read(start, part);
                Assert.Equal(grown.ToArray()[start..(start + length)], part);
            }
        }
    }

    [Fact]
    public void Grow_MoreRowsThanTokens_FillsThemFirst()
    {
        ModelTensor matrix = ModelTensor.FromValues("m", [4, 1], new float[] { 2, 4, 90, 91 });
        var growth = new EmbeddingGrowth(2, [[0, 1]]);
        Assert.Equal([2, 4, 3, 91], growth.Grow(matrix).ToArray());
        Assert.Equal([4, 1], growth.Grow(matrix).Shape);
        Assert.Throws<ArgumentException>(() => new EmbeddingGrowth(5, []).Grow(matrix));
        Assert.Throws<ArgumentException>(() => new EmbeddingGrowth(2, [[2]]));
    }

    [Fact]
    public void Grow_Model_ChangesEmbeddingsAndOutputOnly()
    {
        ModelConfiguration model = SmallModel.Make();
        IReadOnlyList<ModelTensor> tensors = SmallModel.Tensors(model);
        var growth = new EmbeddingGrowth(11, [[4, 5]]);
        IReadOnlyList<ModelTensor> grown = growth.Grow(model, tensors);
        ModelTensors.Match(growth.Grow(model), grown, "m");
        for (int i = 0; i < tensors.Count; i++)
        {
            bool isGrown = tensors[i].Name is "model.embed_tokens.weight" or "lm_head.weight";
            Assert.Equal(tensors[i].Count + (isGrown ? 16 : 0), grown[i].Count);
            Assert.Equal(tensors[i].ToArray(), grown[i].ToArray()[..(int)tensors[i].Count]);
        }
    }

    [Fact]
    public void FromTexts_NewTexts_AreSplitByTheOldTokenizer()
    {
        EmbeddingGrowth growth = EmbeddingGrowth.FromTexts(ByteTokenEncoder.Instance, ["ab", ""]);
        Assert.Equal((257, 259), (growth.OldSize, growth.NewSize));
        Assert.Equal(new EmbeddingGrowth(257, [[97, 98], []]).Fingerprint, growth.Fingerprint);
        Assert.NotEqual(new EmbeddingGrowth(257, [[97], [98]]).Fingerprint, growth.Fingerprint);
    }

    [Theory]
    [InlineData("""{"format":2,"old_size":3,"tokens":[]}""", "format of the list of new tokens is 2")]
    [InlineData("""{"format":1,"old_size":3}""", "field 'tokens' is missing")]
    [InlineData("""{"format":1,"old_size":3,"tokens":[{"id":4,"sources":[0]}]}""", "field 'tokens.id' is 4, but must be 3")]
    [InlineData("""{"format":1,"old_size":3,"tokens":[{"id":3,"sources":[3]}]}""", "has the source 3, but the old tokenizer has 3 tokens")]
    public void Load_DamagedFile_NamesTheField(string json, string problem)
    {
        File.WriteAllText(folder["new-tokens.json"], json);
        Assert.Contains(problem, Assert.Throws<ModelFileException>(() => EmbeddingGrowth.Load(folder["new-tokens.json"])).Message, StringComparison.Ordinal);
    }
}
