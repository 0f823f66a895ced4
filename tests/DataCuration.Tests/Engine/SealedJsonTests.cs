using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Manifests and recipes end with a hash of themselves.</summary>
public sealed class SealedJsonTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TryRead_AnyBitFlippedOrAnyLengthCut_IsNotBelieved()
    {
        await RunFolder.Documents(10).WriteJsonlAsync("out", folder.Run());
        string manifest = folder.State("out", "manifests/00000.json"), recipe = folder.State("out", "recipe.json");
        foreach (string path in (string[])[manifest, recipe])
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int i = 0; i < whole.Length; i++)
            {
                byte[] flipped = [.. whole];
                flipped[i] ^= (byte)(1 << (i % 8));
                Assert.False(IsRead(path, flipped), $"'{path}', byte {i} flipped");
                Assert.False(IsRead(path, whole[..i]), $"'{path}', cut at {i}");
            }
            Assert.False(IsRead(path, [.. whole, .. "\n"u8]));
            Assert.True(IsRead(path, whole));
        }
    }

    [Fact]
    public async Task ReadManifest_OfAnotherTask_DoesNotCount()
    {
        await RunFolder.Documents(2_000).WriteJsonlAsync("out", folder.Run());
        byte[] first = File.ReadAllBytes(folder.State("out", "manifests/00000.json"));
        File.WriteAllBytes(folder.State("out", "manifests/00001.json"), first);
        Assert.Equal(1_024, folder.Report("out").Kept);
        await RunFolder.Documents(2_000).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(2_000, folder.Report("out").Kept);
        Assert.Equal(2_000, folder.Lines("out").Length);
    }

    private static bool IsRead(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        try
        {
            return path.EndsWith("recipe.json", StringComparison.Ordinal) ? PhaseRecipe.TryRead(LocalFileStore.Instance, path) is not null
                : TaskManifest.TryRead(LocalFileStore.Instance, path) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
