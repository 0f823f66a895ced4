using System.Security.Cryptography;

namespace DataCuration;

/// <summary>Checks a record's own digest, <c>WARC-Block-Digest</c>: asked for only where the record's length is in doubt.</summary>
internal static class WarcDigest
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Whether a block is what its record's digest says; false also where there is no digest, or one of another algorithm.</summary>
    public static bool Matches(WarcHeaders headers, ReadOnlySpan<byte> block)
    {
        string? digest = headers["WARC-Block-Digest"];
        return digest is not null && Matches(digest, block);
    }

    /// <summary>Whether bytes have a digest, written as <c>sha1:</c> or <c>sha256:</c> and base 32 (RFC 4648) or hexadecimal digits.</summary>
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
                // SHA-1 is what WARC files have, and finds damage as well as any other; nobody is kept out by it.
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
        return value.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase) || value.TrimEnd('=').Equals(ToBase32(hash), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Bytes in base 32 (RFC 4648) without padding.</summary>
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
