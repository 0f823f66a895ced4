using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>
/// The blocks of a fingerprint and its search keys: some blocks side by side. Fingerprints are at the upper end of 128 bits; bit 0 is the highest one, as in
/// text-dedup.
/// </summary>
internal sealed class SimHashBlocks
{
    private const int Width = 128, MaxKeys = 4_096;
    private readonly (int Start, int Width)[] blocks;
    private readonly int kept;
    private readonly int peerKept;

    public SimHashBlocks(SimHashParameters parameters)
    {
        if (parameters.Blocks <= parameters.MaxDistance)
        {
            throw new ArgumentException($"{parameters.MaxDistance} different bits need more than {parameters.MaxDistance} blocks, not {parameters.Blocks}.",
                nameof(parameters));
        }
        // All blocks are of the rounded-up size, so the last one can be shorter, and there can be fewer.
        int size = (parameters.Bits + parameters.Blocks - 1) / parameters.Blocks;
        blocks = [.. Enumerable.Range(0, parameters.Blocks).Select(i => (Start: i * size, Width: Math.Min(size, parameters.Bits - i * size)))
            .Where(block => block.Width > 0)];
        // text-dedup counts with the blocks that were asked for. With fewer of them (9 of 64 bits are 8 blocks of 8), its keys are too long and miss pairs.
        peerKept = Math.Min(parameters.Blocks - parameters.MaxDistance, blocks.Length);
        kept = blocks.Length - parameters.MaxDistance;
        if (kept < 1)
        {
            throw new ArgumentException($"{parameters.Bits} bits give {blocks.Length} blocks of {size} bits for {nameof(parameters.Blocks)} = "
                + $"{parameters.Blocks}; {parameters.MaxDistance} different bits need more. Choose another number of blocks.", nameof(parameters));
        }
        Choices = [.. Choose([], kept, isOrdered: false)];
        if (Choices.Count > MaxKeys) throw new ArgumentException($"A fingerprint would have {Choices.Count} keys; at most {MaxKeys} are allowed.",
            nameof(parameters));
    }

    /// <summary>The widths of the blocks.</summary>
    public IEnumerable<int> Widths => blocks.Select(block => block.Width);

    /// <summary>The choices of blocks that make a key.</summary>
    public IReadOnlyList<int[]> Choices { get; }

    /// <summary>The choices in every order, as text-dedup makes them; they find the same pairs if the number of blocks is the one asked for.</summary>
    public IEnumerable<int[]> OrderedChoices => Choose([], peerKept, isOrdered: true);

    /// <summary>Returns the blocks of a choice side by side, at the upper end.</summary>
    public UInt128 KeyOf(UInt128 fingerprint, int[] choice)
    {
        UInt128 key = 0;
        int at = 0;
        foreach (int index in choice)
        {
            (int start, int width) = blocks[index];
            key |= (fingerprint << start >> (Width - width)) << (Width - width - at);
            at += width;
        }
        return key;
    }

    /// <summary>Returns the bits that a key of a choice uses.</summary>
    public UInt128 MaskOf(int[] choice) => UInt128.MaxValue << (Width - choice.Sum(index => blocks[index].Width));

    public static int Distance(UInt128 left, UInt128 right)
    {
        UInt128 difference = left ^ right;
        return BitOperations.PopCount((ulong)(difference >> 64)) + BitOperations.PopCount((ulong)difference);
    }

    private IEnumerable<int[]> Choose(int[] chosen, int length, bool isOrdered)
    {
        if (chosen.Length == length)
        {
            yield return chosen;
            yield break;
        }
        for (int i = isOrdered || chosen.Length == 0 ? 0 : chosen[^1] + 1; i < blocks.Length; i++)
        {
            if (chosen.Contains(i)) continue;
            foreach (int[] choice in Choose([.. chosen, i], length, isOrdered)) yield return choice;
        }
    }
}
