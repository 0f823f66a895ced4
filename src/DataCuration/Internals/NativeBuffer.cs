using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Zero-filled memory outside the managed heap, on 2 MB pages if Linux grants them. Look-ups in tables of many megabytes spend most of their time in address
/// translation on 4 kB pages.
/// </summary>
internal sealed unsafe partial class NativeBuffer : IDisposable
{
    private const nuint HugePage = 2u << 20;
    private const int AdviseHugePage = 14;

    private void* _allocation;
    private byte* _pointer;

    /// <summary>Allocates zero-filled memory.</summary>
    public NativeBuffer(nuint bytes)
    {
        Length = bytes;
        bool huge = bytes >= 2 * HugePage;
        nuint alignment = huge ? HugePage : 64;

        // calloc does not touch the pages of a large block. The system clears them on first use, after the advice below.
        _allocation = NativeMemory.AllocZeroed(checked(bytes + alignment));
        _pointer = (byte*)(((nuint)_allocation + alignment - 1) & ~(alignment - 1));
        GC.AddMemoryPressure((long)(bytes + alignment));
        if (huge && OperatingSystem.IsLinux())
        {
            TryAdviseHugePages(_pointer, bytes);
        }
    }

    /// <summary>Frees the memory of a buffer that was not disposed.</summary>
    ~NativeBuffer() => Free();

    /// <summary>The first byte.</summary>
    public byte* Pointer => _pointer;

    /// <summary>The size in bytes.</summary>
    public nuint Length { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static void TryAdviseHugePages(void* pointer, nuint bytes)
    {
        try
        {
            // This is only advice. After a failure (no huge pages, another C library) the pages are ordinary ones.
            _ = MemoryAdvise(pointer, bytes, AdviseHugePage);
        }
        catch (DllNotFoundException)
        {
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);

    private void Free()
    {
        if (_allocation is not null)
        {
            NativeMemory.Free(_allocation);
            GC.RemoveMemoryPressure((long)(Length + (nuint)(Length >= 2 * HugePage ? HugePage : 64)));
            _allocation = null;
            _pointer = null;
        }
    }
}
