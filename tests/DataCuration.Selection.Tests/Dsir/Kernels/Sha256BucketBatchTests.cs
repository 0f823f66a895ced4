using System.Text;
using System.Text.Json;

namespace DataCuration.Selection.Tests;

public sealed unsafe class Sha256BucketBatchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_ReferenceStrings_GivesReferenceBuckets(bool useLanes)
    {
        JsonElement[] records = [.. DsirVectors.Load("hash.json").GetProperty("records").Items()];
        Assert.Equal(36, records.Length);
        int moduli = 0;
        foreach (JsonProperty modulus in records[0].GetProperty("sha256_mod").EnumerateObject())
        {
            using var batch = new Sha256BucketBatch(int.Parse(modulus.Name, null), useLanes);
            int[] buckets = new int[records.Length];
            fixed (int* destination = buckets)
            {
                for (int i = 0; i < records.Length; i++)
                {
                    byte[] text = Convert.FromHexString(records[i].Text("utf8_hex"));
                    byte[] padded = new byte[text.Length + 64];
                    padded.AsSpan().Fill(0xEE);
                    text.CopyTo(padded, 0);
                    Assert.Equal(records[i].Text("s"), Encoding.UTF8.GetString(text));
                    fixed (byte* source = padded)
                    {
                        batch.Add(source, text.Length, destination + i);
                    }
                }

                batch.Flush();
            }

            Assert.Equal(records.Select(record => record.GetProperty("sha256_mod").GetProperty(modulus.Name).GetInt32()), buckets);
            moduli++;
        }

        Assert.Equal(10, moduli);
    }

    [Theory]
    [InlineData(1)]
    [InlineData((1 << 29) - 1)]
    [InlineData(1 << 29)]
    [InlineData((1 << 29) + 1)]
    [InlineData(int.MaxValue)]
    public void Add_ExtremeModuli_LanesEqualScalar(int modulus)
    {
        using var lanes = new Sha256BucketBatch(modulus);
        using var scalar = new Sha256BucketBatch(modulus, useLanes: false);
        int* buckets = stackalloc int[2 * 61];
        for (int length = 0; length <= 60; length++)
        {
            byte[] text = new byte[128];
            text.AsSpan().Fill((byte)('a' + (length % 26)));
            fixed (byte* source = text)
            {
                lanes.Add(source, length, buckets + length);
                scalar.Add(source, length, buckets + 61 + length);
            }
        }

        lanes.Flush();
        scalar.Flush();
        Assert.True(new Span<int>(buckets, 61).SequenceEqual(new Span<int>(buckets + 61, 61)));
    }
}
