namespace DataCuration.FastText;

/// <summary>The hash of words: 32-bit FNV-1a, but bytes from 0x80 are sign-extended (dictionary.cc). Models depend on this quirk.</summary>
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
