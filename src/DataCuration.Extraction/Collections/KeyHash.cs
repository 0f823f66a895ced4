using System.Security.Cryptography;

namespace DataCuration.Extraction;

/// <summary>
/// Places keys in the tables of this folder. The multiplier is the process's own, so no page can be written whose keys all get the same place. Tables are not
/// enumerated, so no output depends on it.
/// </summary>
internal static class KeyHash
{
    private static readonly ulong Multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    /// <summary>
    /// Returns the place of a key: the highest bits of a product. Two keys have the same place with a probability of at most two in the table's size.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="shift">64 minus the binary logarithm of the table's size.</param>
    public static int Place(ulong key, int shift) => (int)(unchecked(key * Multiplier) >> shift);
}
