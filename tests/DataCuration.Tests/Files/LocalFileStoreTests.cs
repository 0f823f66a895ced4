using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DataCuration.TestKit;

namespace DataCuration.Tests.Files;

public sealed class LocalFileStoreTests : IDisposable
{
    private static readonly IFileStore Store = LocalFileStore.Instance;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(FileReadPattern.Sequential)]
    [InlineData(FileReadPattern.Random)]
    public void OpenRead_ReturnsTheFileItself(FileReadPattern pattern)
    {
        string path = folder.Write("a", "0123456789");
        using Stream stream = Store.OpenRead(path, pattern);
        Assert.IsType<FileStream>(stream); // nothing between the caller and the file
        stream.Position = 7;
        Assert.Equal('7', stream.ReadByte());
        Assert.Throws<FileNotFoundException>(() => Store.OpenRead(folder["none"], pattern));
    }

    [Fact]
    public void Create_Complete_Move_LeaveTheContentAtTheTarget()
    {
        string path = folder["a"], target = folder["b"];
        using (Stream stream = Store.Create(path))
        {
            Assert.IsType<FileStream>(stream);
            stream.Write("text"u8);
            Store.Complete(stream);
            Assert.Equal(4, Store.GetLength(path)); // written before it is closed
        }
        folder.Write("b", "old");
        Assert.Throws<IOException>(() => Store.Move(path, target, overwrite: false));
        Store.Move(path, target, overwrite: true);
        Assert.Equal(("text", false, null), (File.ReadAllText(target), Store.FileExists(path), Store.GetLength(path)));
        Assert.Throws<ArgumentException>(() => Store.Complete(Stream.Null));
    }

    [Fact]
    public void WriteAtomically_ReplacesAndLeavesNoTemporaryFile()
    {
        string path = folder.Write("a", "old");
        Store.WriteAtomically(path, "new"u8, folder["a.tmp"]);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Store.List(folder.Path).Select(entry => entry.Path));
    }

    [Fact]
    public void List_TellsFilesFoldersAndLinksApart()
    {
        folder.Write(Path.Combine("deep", "a"), "");
        folder.Write("b", "");
        Directory.CreateSymbolicLink(folder["link"], folder["deep"]);
        Assert.Equal([("b", false, false), ("deep", true, false), ("link", true, true)],
            Store.List(folder.Path).Select(entry => (Path.GetFileName(entry.Path), entry.IsFolder, entry.IsLink)).Order());
        Assert.Throws<DirectoryNotFoundException>(() => Store.List(folder["none"]).ToList());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryLock_Twice_GivesOneLock(bool deleteOnRelease)
    {
        string path = folder["lock"];
        Assert.False(Store.IsLocked(path));
        using (IDisposable? taken = Store.TryLock(path, deleteOnRelease))
        {
            Assert.NotNull(taken);
            Assert.Null(Store.TryLock(path, deleteOnRelease));
            Assert.True(Store.IsLocked(path));
        }
        Assert.False(Store.IsLocked(path));
        Assert.Equal(!deleteOnRelease, File.Exists(path));
        Assert.Throws<DirectoryNotFoundException>(() => Store.TryLock(Path.Combine(folder["none"], "lock"), deleteOnRelease));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TryLock_ManyWaiters_NeverThrows(bool deleteOnRelease)
    {
        string path = folder["lock"];
        int holders = 0, most = 0, taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 3_000; i++)
            {
                using IDisposable? held = Store.TryLock(path, deleteOnRelease);
                if (held is null) continue;
                Interlocked.Increment(ref taken);
                int now = Interlocked.Increment(ref holders);
                if (now > 1) Volatile.Write(ref most, now);
                Interlocked.Decrement(ref holders);
            }
        })));
        Assert.True(taken > 8, $"The lock was taken only {taken} times.");
        if (!deleteOnRelease) Assert.Equal(0, most); // deleting lets two waiters hold it
    }

    [Fact]
    public void ReadAllBytes_ReadsTheWholeFile()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        Assert.Equal(content, Store.ReadAllBytes(folder.Write("a", content)));
        Assert.Empty(Store.ReadAllBytes(folder.Write("b", "")));
        // A file that does not tell its length.
        if (OperatingSystem.IsLinux())
            Assert.Contains("Linux", System.Text.Encoding.UTF8.GetString(Store.ReadAllBytes("/proc/version")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    public void MappedFile_OfARemoteStore_HoldsTheBytes(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        string path = folder.Write("a", content);
        using var local = new MappedFile(Store, path);
        using var copy = new MappedFile(DispatchProxy.Create<IFileStore, Remote>(), path);
        Assert.Equal((length, path), (copy.Length, copy.Path));
        Assert.True(copy.Slice(0, length).SequenceEqual(local.Slice(0, length)));
        Assert.True(copy.Slice(0, length).SequenceEqual(content));
    }

    /// <summary>The local store, which says that it is not local.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "A proxy derives from it.")]
    public class Remote : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IFileStore.TryGetLocalPath) ? false : targetMethod.Invoke(Store, args);
    }
}
