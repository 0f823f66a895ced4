using System.Collections.Concurrent;
using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>
/// The tables of one kind in an index, one for each part. A part of an index that was loaded is compared with its hash when it is first opened.
/// </summary>
/// <typeparam name="T">The type of a value.</typeparam>
/// <param name="folder">The folder of the index.</param>
/// <param name="files">The store that it is in.</param>
/// <param name="phase">The folder of the parts in it.</param>
/// <param name="name">The name of the table.</param>
/// <param name="hashes">The hash of each part's file.</param>
/// <param name="made">The table of an index that this run made; null for one that was loaded.</param>
internal sealed class IndexTable<T>(string folder, IFileStore files, string phase, string name, IReadOnlyList<string> hashes, RecordTable<T>? made)
    where T : unmanaged
{
    private readonly ConcurrentDictionary<int, bool> compared = new();

    public int PartCount => hashes.Count;

    /// <summary>Opens a part. The caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The file is not the one that the index was made with.</exception>
    public RecordTablePart<T> Open(int part)
    {
        if (made is not null) return made.OpenShard(part)!;
        string path = Path.Combine(folder, phase, FormattableString.Invariant($"part-{part:D5}.{name}.records"));
        if (!compared.ContainsKey(part))
        {
            IndexHeader.Compare(path, files, hashes[part], folder);
            compared[part] = true;
        }
        return new(path, files);
    }
}
