namespace DataCuration.FastText;

/// <summary>fastText's hash of words: 32-bit FNV-1a, in which bytes from 80 upwards are extended with their sign (dictionary.cc); models depend on the quirk.</summary>
internal static class FastTextHash
{
    public const uint Seed = 2166136261;

    public static uint Append(uint hash, byte value) => unchecked((hash ^ (uint)(sbyte)value) * 16777619);

    public static uint Compute(ReadOnlySpan<byte> word)
    {
        uint hash = Seed;
        foreach (byte value in word) hash = Append(hash, value);
        return hash;
    }
}
