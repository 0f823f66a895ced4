using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Makes a keep list of datatrove's <c>.remove</c> files: file <c>000042.remove</c> lists the documents of shard 42 that go. The corpus must have the files
/// that datatrove read, in the same order, one shard for each.
/// </summary>
/// <remarks>The names and contents of the files are part of the fit's fingerprint, so that changed files give another list.</remarks>
/// <param name="folder">The folder with the files.</param>
/// <param name="files">The store of the folder; null for the local file system.</param>
public sealed class DatatroveRemovals(string folder, IFileStore? files = null) : CorpusFit<KeepList>
{
    private const string Extension = "remove";
    private readonly IFileStore files = files ?? LocalFileStore.Instance;

    /// <inheritdoc/>
    public override string Name => "datatrove-removals";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "datatrove-removals/1");
        DatatroveFolder.Describe(writer, nameof(folder), folder, files, "." + Extension, depth: 1);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        string full = files.GetFullPath(folder);
        if (!files.FolderExists(full)) throw new DirectoryNotFoundException($"There is no folder '{full}' with .remove files.");
        PhaseFiles parts = await scope.MapAsync("parts", scope.Corpus, new Sink(full, files), cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private sealed class Sink(string folder, IFileStore files) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("sink", "datatrove-removals/1");

        public IShardWriter Open(ShardOutput output)
        {
            string path = Path.Combine(folder, DatatroveLayout.PerFile((uint)output.Index, Extension));
            byte[] bytes = files.FileExists(path) ? files.ReadAllBytes(path) : [];
            if (bytes.Length % sizeof(uint) != 0) throw new InvalidDataException($"'{path}' has {bytes.Length} bytes, which is not a multiple of 4.");
            return new Writer(new KeepListPart(output), Removed(bytes), path);
        }

        private static HashSet<long> Removed(byte[] bytes)
        {
            var removed = new HashSet<long>();
            foreach (uint document in MemoryMarshal.Cast<byte, uint>(bytes)) removed.Add(document);
            return removed;
        }
    }

    private sealed class Writer(KeepListPart part, HashSet<long> removed, string path) : IShardWriter
    {
        private long found;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                if (removed.Contains(document.Origin.Record)) found++;
                else part.Keep(document.Origin.Record);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            if (found != removed.Count)
                throw new CurationException($"'{path}' removes {removed.Count} documents, and {found} of them are in the shard: it belongs to another file.");
            part.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
