using System.IO.Hashing;
using System.Text;

namespace DataCuration;

/// <summary>
/// JSON objects that end with a hash of themselves, <c>"xxh128"</c>. A damaged one is recognized, also where it is still valid JSON: a manifest with another
/// count of records would lead to another selection.
/// </summary>
internal static class SealedJson
{
    private const string Opening = ",\n  \"xxh128\": \"";
    private const string Closing = "\"\n}";
    private static readonly int SealBytes = Opening.Length + 32 + Closing.Length;

    /// <summary>Adds the hash to an indented object with at least one member.</summary>
    /// <param name="json">The object. Its last two bytes are a line end and a brace.</param>
    public static byte[] Seal(byte[] json)
    {
        ReadOnlySpan<byte> body = json.AsSpan(0, json.Length - 2);
        byte[] seal = Encoding.UTF8.GetBytes(Opening + Convert.ToHexStringLower(XxHash128.Hash(body)) + Closing);
        return [.. body, .. seal];
    }

    /// <summary>Returns true if an object has a hash and matches it.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> json)
    {
        if (json.Length <= SealBytes) return false;
        ReadOnlySpan<byte> body = json[..^SealBytes];
        return json[^SealBytes..].SequenceEqual(Encoding.UTF8.GetBytes(Opening + Convert.ToHexStringLower(XxHash128.Hash(body)) + Closing));
    }
}
