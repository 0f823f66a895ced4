using System.Security.Cryptography;

namespace DataCuration;

/// <summary>Checks a record's digest, <c>WARC-Block-Digest</c>. It is used only if the record's length is in doubt.</summary>
internal static class WarcDigest
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>True if a block matches its record's digest; false also if there is no digest, or its algorithm is unknown.</summary>
    public static bool Matches(WarcHeaders headers, ReadOnlySpan<byte> block)
    {
        string? digest = headers["WARC-Block-Digest"];
        return digest is not null && Matches(digest, block);
    }

    /// <summary>True if bytes have a digest, written as <c>sha1:</c> or <c>sha256:</c> and base 32 (RFC 4648) or hexadecimal digits.</summary>
    public static bool Matches(string digest, ReadOnlySpan<byte> bytes)
    {
        int colon = digest.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        ReadOnlySpan<char> value = digest.AsSpan(colon + 1).Trim();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        switch (digest.AsSpan(0, colon).Trim())
        {
            case "sha1" or "SHA1" or "SHA-1" or "sha-1":
                hash = hash[..SHA1.HashSizeInBytes];
                // WARC files use SHA-1. It detects damage well; it is not a security feature here.
#pragma warning disable CA5350
                SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
                break;
            case "sha256" or "SHA256" or "SHA-256" or "sha-256":
                SHA256.HashData(bytes, hash);
                break;
            default:
                return false;
        }
        return value.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase)
            || value.TrimEnd('=').Equals(ToBase32(hash), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Encodes bytes in base 32 (RFC 4648) without padding.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        for (int i = 0; i < text.Length; i++)
        {
            int bit = i * 5;
            int pair = bytes[bit / 8] << 8 | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Base32[pair >> (11 - bit % 8) & 31];
        }
        return new string(text);
    }
}
