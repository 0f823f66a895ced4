using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;

namespace DataCuration.Selection.Tests;

public sealed unsafe class Sha256LanesTests
{
    [Fact]
    public void Digest_RandomMessages_EqualsHashData()
    {
        Assert.SkipUnless(Sha256Lanes.IsSupported, "needs AVX2");
        Gen.Byte.Array[0, Sha256Lanes.MaximumMessageBytes].Array[Sha256Lanes.Lanes].Sample(
            messages =>
            {
                byte[] blocks = new byte[Sha256Lanes.Lanes * Sha256Lanes.BlockBytes];
                for (int lane = 0; lane < messages.Length; lane++)
                {
                    Span<byte> block = blocks.AsSpan(lane * Sha256Lanes.BlockBytes, Sha256Lanes.BlockBytes);
                    messages[lane].CopyTo(block);
                    block[messages[lane].Length] = 0x80;
                    BinaryPrimitives.WriteUInt64BigEndian(block[56..], (ulong)messages[lane].Length * 8);
                }

                uint[] digests = new uint[Sha256Lanes.Lanes * 8];
                fixed (byte* source = blocks)
                fixed (uint* target = digests)
                {
                    Sha256Lanes.Digest(source, target);
                }

                for (int lane = 0; lane < messages.Length; lane++)
                {
                    byte[] expected = SHA256.HashData(messages[lane]);
                    for (int word = 0; word < 8; word++)
                    {
                        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(expected.AsSpan(word * 4)), digests[(word * 8) + lane]);
                    }
                }
            },
            iter: 500);
    }
}
