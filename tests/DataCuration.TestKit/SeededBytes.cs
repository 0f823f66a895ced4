namespace DataCuration.TestKit;

/// <summary>Pseudo-random bytes from a seed.</summary>
public sealed class SeededBytes(ulong seed)
{
    private SeededRandom random = new(seed);

    public byte[] Fill(byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.NextUInt64();
        return bytes;
    }
}
