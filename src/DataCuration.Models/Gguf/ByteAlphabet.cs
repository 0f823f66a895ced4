namespace DataCuration.Models;

/// <summary>
/// GPT-2's alphabet of bytes (<c>bytes_to_unicode</c> in openai/gpt-2's <c>src/encoder.py</c>): printable characters of Latin-1 represent themselves, and the
/// other bytes, in order, the characters from U+0100.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();

    public static char Character(byte value) => Characters[value];

    /// <summary>Returns true if all characters of a token are of the alphabet.</summary>
    public static bool Contains(string token) => token.AsSpan().IndexOfAnyExcept(Characters) < 0;

    private static char[] Make()
    {
        var characters = new char[256];
        int next = 256;
        for (int value = 0; value < characters.Length; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return characters;
    }
}
