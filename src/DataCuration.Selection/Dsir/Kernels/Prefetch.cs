using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DataCuration.Selection;

/// <summary>Hints the processor to load a cache line early. Does nothing on platforms without such a hint.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Prefetches the cache line of <paramref name="address"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
