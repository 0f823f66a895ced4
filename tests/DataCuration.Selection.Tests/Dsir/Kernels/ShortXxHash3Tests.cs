using System.IO.Hashing;

namespace DataCuration.Selection.Tests;

public sealed unsafe class ShortXxHash3Tests
{
    [Fact]
    public void Hash_EveryLength_EqualsLibrary()
    {
        byte[] data = new byte[300];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)((i * 167) ^ (i >> 3) ^ 0x5A);
        }

        fixed (byte* source = data)
        {
            for (int length = 0; length <= 260; length++)
            {
                for (int offset = 0; offset < 8; offset++)
                {
                    Assert.Equal(XxHash3.HashToUInt64(data.AsSpan(offset, length)), ShortXxHash3.Hash(source + offset, length));
                }
            }
        }
    }
}
