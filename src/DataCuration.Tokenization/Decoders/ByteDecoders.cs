using System.Globalization;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// Turns the characters of byte-level vocabularies into bytes, and all items into one text. An item with another character is taken as it is.
/// </summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    public override List<string> Apply(List<string> tokens)
    {
        using var all = new MemoryStream();
        foreach (string token in tokens) all.Write(BytesOf(Encoding.UTF8.GetBytes(token)));
        return [Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length)];
    }

    /// <summary>Returns the bytes that a spelling stands for.</summary>
    public static byte[] BytesOf(ReadOnlySpan<byte> spelling)
    {
        byte[] bytes = new byte[spelling.Length];
        int count = ByteAlphabet.ToBytes(spelling, bytes);
        return count < 0 ? spelling.ToArray() : bytes[..count];
    }
}

/// <summary>Joins tokens of bytes, such as <c>&lt;0xE3&gt;</c>, into characters. Bytes that form no characters become U+FFFD each.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override List<string> Apply(List<string> tokens)
    {
        var result = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            int value = ByteOf(token);
            if (value >= 0)
            {
                bytes.Add((byte)value);
                continue;
            }
            Flush(bytes, result);
            result.Add(token);
        }
        Flush(bytes, result);
        return result;
    }

    /// <summary>Returns the byte of a token; -1 if it is no byte.</summary>
    public static int ByteOf(string token)
    {
        if (token.Length != 6 || !token.StartsWith("<0x", StringComparison.Ordinal) || token[5] != '>') return -1;
        ReadOnlySpan<char> digits = token.AsSpan(3, 2);
        if (digits[0] == '+') digits = digits[1..]; // Rust's parser takes a sign
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : -1;
    }

    private static void Flush(List<byte> bytes, List<string> result)
    {
        if (bytes.Count == 0) return;
        byte[] all = [.. bytes];
        bytes.Clear();
        if (System.Text.Unicode.Utf8.IsValid(all)) result.Add(Strict.GetString(all));
        else
            for (int i = 0; i < all.Length; i++) result.Add("\uFFFD");
    }
}
