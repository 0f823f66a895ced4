using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DataCuration.Selection;

/// <summary>A hint to load a cache line before it is needed; nothing where the platform has none.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Asks for the line that holds <paramref name="address"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
