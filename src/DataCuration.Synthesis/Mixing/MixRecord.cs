using System.Runtime.InteropServices;

namespace DataCuration.Synthesis;

/// <summary>A document's place in the order of a mix, and its length.</summary>
/// <param name="Key">The hash of seed and id that orders the mix.</param>
/// <param name="Tokens">The length in tokens.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct MixRecord(ulong Key, long Tokens);
