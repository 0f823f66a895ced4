using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_FilesOfTheUser_StayAsTheyAre()
    {
        string path = Path.Combine(folder.Path, "model.bin");
        File.WriteAllText(path + ".tmp", "mine");
        AtomicFile.Write(path, stream => stream.WriteByte(1));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        Assert.Equal("mine", File.ReadAllText(path + ".tmp"));
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Write_InsideAnother_DisturbsNeither()
    {
        string path = Path.Combine(folder.Path, "model.bin");
        AtomicFile.Write(path, outer =>
        {
            outer.WriteByte(1);
            AtomicFile.Write(path, inner => inner.WriteByte(2));
            Assert.Equal([2], File.ReadAllBytes(path));
            Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        });
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_ManyThreads_EachIsWhole()
    {
        string path = Path.Combine(folder.Path, "model.bin");
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => AtomicFile.Write(path, stream => stream.Write(Enumerable.Repeat((byte)i, 10_000).ToArray())));
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(10_000, bytes.Length);
        Assert.Single(bytes.Distinct());
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
