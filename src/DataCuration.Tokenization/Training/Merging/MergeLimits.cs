using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>The pairs that may be merged: those whose result is not too long. A symbol that is never merged counts as too long on its own.</summary>
/// <param name="maxBytes">The maximum length of a token in bytes; null for any length.</param>
internal sealed class MergeLimits(int? maxBytes)
{
    private const int Never = 1 << 30;
    private readonly int max = Math.Min(maxBytes ?? Never - 1, Never - 1);
    private int[] lengths = new int[1 << 10];

    /// <summary>Sets the length of a symbol in bytes.</summary>
    public void Set(int symbol, int length)
    {
        if (symbol >= lengths.Length) Array.Resize(ref lengths, Math.Max(symbol + 1, 2 * lengths.Length));
        lengths[symbol] = Math.Min(length, Never);
    }

    /// <summary>Excludes a symbol from merges.</summary>
    public void Exclude(int symbol) => Set(symbol, Never);

    /// <summary>Returns true if a pair may be merged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Allows(int left, int right) => (uint)lengths[left] + (uint)lengths[right] <= (uint)max;
}
