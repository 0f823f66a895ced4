using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class FileStoreExtensionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static IFileStore CreateStore(string vanished)
    {
        IFileStore store = DispatchProxy.Create<IFileStore, Changing>();
        ((Changing)store).Vanished = vanished;
        return store;
    }

    [Fact]
    public void FindFolders_FolderDeletedMeanwhile_IsLeftOut()
    {
        Directory.CreateDirectory(folder[Path.Combine("a", "state")]);
        Directory.CreateDirectory(folder[Path.Combine("b", "state")]);
        Assert.Equal([folder[Path.Combine("a", "state")]], CreateStore(folder["b"]).FindFolders(folder.Path, "state"));
        Assert.Throws<DirectoryNotFoundException>(() => CreateStore(folder.Path).FindFolders(folder.Path, "state"));
    }

    [Fact]
    public void FindFolders_DoesNotSearchFoundFoldersAndLinks()
    {
        Directory.CreateDirectory(folder[Path.Combine("a", "state", "deep", "state")]);
        Directory.CreateSymbolicLink(folder["loop"], folder.Path);
        Directory.CreateSymbolicLink(folder[Path.Combine("a", "again")], folder[Path.Combine("a", "state")]);
        IFileStore store = CreateStore("none");
        Assert.Equal([folder[Path.Combine("a", "state")]], store.FindFolders(folder.Path, "state"));
        Assert.Equal([folder.Path, folder["a"]], ((Changing)store).Listed);
    }

    [Fact]
    public async Task ReadStatus_WhileTasksRun_FindsThePhase()
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path, MaxParallelShards = 2 });
        folder.Write("in.jsonl", string.Concat(Enumerable.Range(0, 300).Select(i => $"{{\"id\":\"{i}\",\"text\":\"a\"}}\n")));
        Corpus corpus = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 100, CoalesceBytes = 0 } },
            folder["in.jsonl"]);
        Task work = corpus.WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        while (!work.IsCompleted)
        {
            CurationRun.ReadStatus(folder.Path);
            ArtifactCatalog.Open(folder.Path);
        }
        await work;
        Assert.True(Assert.Single(CurationRun.ReadStatus(folder.Path)).Done > 20);
    }

    [Fact]
    public void CreateLocalFolder_OfARemoteStore_DeletesThoseOfEndedProcesses()
    {
        IFileStore store = CreateStore("none");
        string own = store.CreateLocalFolder(folder["a"]);
        // No process has the highest number.
        string left = own.Replace($"-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-", $"-{int.MaxValue}-", StringComparison.Ordinal);
        Assert.NotEqual(own, left);
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "run"), "left by a killed process");
        string next = store.CreateLocalFolder(folder["a"]);
        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(own));
        FileStoreExtensions.DeleteLocalFolders([own, next]);
        Assert.False(Directory.Exists(own) || Directory.Exists(next));
    }

    /// <summary>The local store, which says that it is not local, and in which a folder vanishes after it was listed by the folder above it.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "A proxy derives from it.")]
    public class Changing : DispatchProxy
    {
        public string Vanished { get; set; } = "";

        public List<string> Listed { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IFileStore.TryGetLocalPath)) return false;
            if (targetMethod.Name == nameof(IFileStore.List))
            {
                var path = (string)args![0]!;
                if (path == Vanished) throw new DirectoryNotFoundException(path);
                Listed.Add(path);
            }
            return targetMethod.Invoke(LocalFileStore.Instance, args);
        }
    }
}
