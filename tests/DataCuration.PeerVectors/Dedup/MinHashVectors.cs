using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Reads numbers and texts of MinHash vectors.</summary>
internal static class MinHashVectors
{
    /// <summary>Reads 64-bit numbers, which are strings.</summary>
    public static ulong[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(one => ulong.Parse(one.GetString()!, CultureInfo.InvariantCulture))];

    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    /// <summary>Signs a text; null if it has no signature.</summary>
    public static ulong[]? Sign(MinHashSigner signer, string text)
    {
        var signature = new ulong[signer.Parameters.SignatureLength];
        return signer.TrySign(Encoding.UTF8.GetBytes(text), new ShingleBuffers(), signature) ? signature : null;
    }

    /// <summary>Returns a band as the peers write it: big-endian numbers in hexadecimal.</summary>
    public static string BandHex(ReadOnlySpan<ulong> signature, int band, int rows, int bytes)
    {
        var hex = new StringBuilder();
        foreach (ulong hash in signature.Slice(band * rows, rows)) hex.Append(hash.ToString($"x{2 * bytes}", CultureInfo.InvariantCulture));
        return hex.ToString();
    }

    /// <summary>Clusters documents that share a band and returns the first of each one's cluster.</summary>
    public static int[] Clusters(IReadOnlyList<ulong[]?> signatures, int bands, int rows)
    {
        using var sets = new UnionFind(signatures.Count);
        for (int band = 0; band < bands; band++)
        {
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < signatures.Count; i++)
            {
                if (signatures[i] is not { } signature) continue;
                string key = BandHex(signature, band, rows, 8);
                if (!first.TryAdd(key, i)) sets.Union(first[key], i);
            }
        }
        return [.. Enumerable.Range(0, signatures.Count).Select(i => (int)sets.Find(i))];
    }
}
