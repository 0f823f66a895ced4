using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>Checks SHA-256 buckets, in eight lanes and one by one. The other hashes in the vectors are informative.</summary>
internal static class HashJudge
{
    public static void Judge(string path, JudgeReport report)
    {
        string file = Path.GetFileName(path);
        int number = 0;
        foreach (JsonElement record in VectorReading.Load(path).GetProperty("records").EnumerateArray())
        {
            report.Case(file, $"record {number++}", judge => Judge(record, judge));
        }
    }

    /// <summary>Returns the bucket of a text, as the library computes it.</summary>
    public static unsafe long Bucket(ReadOnlySpan<byte> text, int buckets, bool useLanes = true)
    {
        // The batch reads 64 bytes from the start of the text.
        var padded = new byte[text.Length + 64];
        text.CopyTo(padded);
        int bucket = -1;
        using var batch = new Sha256BucketBatch(buckets, useLanes);
        fixed (byte* bytes = padded)
        {
            batch.Add(bytes, text.Length, &bucket);
            batch.Flush();
        }
        return bucket;
    }

    private static void Judge(JsonElement record, CaseJudge judge)
    {
        byte[] utf8 = Convert.FromHexString(record.Text("utf8_hex"));
        if (record.Has("s", out JsonElement text))
            judge.Equal("utf8_hex", record.Text("utf8_hex"), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text.GetString()!)));
        if (record.Has("sha256", out JsonElement digest)) judge.Equal("sha256", digest.GetString()!, Digest(utf8));
        if (!record.Has("sha256_mod", out JsonElement moduli)) return;
        foreach (JsonProperty modulus in moduli.EnumerateObject())
        {
            int buckets = int.Parse(modulus.Name, System.Globalization.CultureInfo.InvariantCulture);
            judge.Equal($"sha256_mod.{modulus.Name}", modulus.Value.Integer(), Bucket(utf8, buckets));
            judge.Equal($"sha256_mod.{modulus.Name} (one by one)", modulus.Value.Integer(), Bucket(utf8, buckets, useLanes: false));
        }
    }

    /// <summary>Returns the digest as the library computes it: in a lane if the text fits in a block, otherwise by .NET.</summary>
    private static unsafe string Digest(byte[] utf8)
    {
        if (!Sha256Lanes.IsSupported || utf8.Length > Sha256Lanes.MaximumMessageBytes) return Convert.ToHexStringLower(SHA256.HashData(utf8));
        var blocks = new byte[Sha256Lanes.Lanes * Sha256Lanes.BlockBytes];
        utf8.CopyTo(blocks, 0);
        blocks[utf8.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(blocks.AsSpan(Sha256Lanes.BlockBytes - 8), (ulong)utf8.Length * 8);
        var digests = new uint[Sha256Lanes.Lanes * 8];
        fixed (byte* block = blocks)
        fixed (uint* target = digests) Sha256Lanes.Digest(block, target);
        return string.Concat(Enumerable.Range(0, 8)
            .Select(word => digests[word * Sha256Lanes.Lanes].ToString("x8", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
