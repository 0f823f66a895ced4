using System.IO.MemoryMappedFiles;
using System.Runtime.Intrinsics.X86;

namespace DataCuration;

/// <summary>
/// A memory-mapped file of any length, for reading. The 2 GiB limit of spans applies only to a single read. A file that is not local is copied to a temporary
/// file first, which is deleted when this one is disposed.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? map;
    private readonly MemoryMappedViewAccessor? view;
    private byte* start;

    public MappedFile(IFileStore files, string path)
    {
        Path = path;
        if (files.TryGetLocalPath(path, out string? local))
        {
            using var stream = new FileStream(local, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            Length = stream.Length;
            if (Length == 0) return; // an empty file cannot be mapped
            map = MemoryMappedFile.CreateFromFile(local, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        }
        else
        {
            FileStream copy = Copy(files, path);
            Length = copy.Length;
            if (Length == 0)
            {
                copy.Dispose();
                return;
            }
            map = MemoryMappedFile.CreateFromFile(copy, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        }
        view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Returns the bytes from an offset.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new InvalidDataException($"'{Path}' has {Length} bytes; {length} were requested from {offset}.");
        if (length == 0) return default;
        ObjectDisposedException.ThrowIf(start is null, this);
        return new(start + offset, length);
    }

    /// <summary>Asks the processor to load the bytes at an offset, which must be in the file.</summary>
    public void Prefetch(long offset)
    {
        byte* place = start;
        if (place is not null && Sse.IsSupported) Sse.Prefetch0(place + offset);
    }

    public void Dispose()
    {
        if (start is not null)
        {
            start = null;
            view!.SafeMemoryMappedViewHandle.ReleasePointer();
        }
        view?.Dispose();
        map?.Dispose();
    }

    private static FileStream Copy(IFileStore files, string path)
    {
        using Stream source = files.OpenRead(path, FileReadPattern.Sequential);
        string temporary = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"curation-{Guid.NewGuid():N}");
        var copy = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        try
        {
            source.CopyTo(copy, 1 << 18);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
