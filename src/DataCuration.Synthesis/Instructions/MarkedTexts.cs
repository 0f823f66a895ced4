using System.Security.Cryptography;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Puts texts of unknown origin into a prompt, so that none of them can end its own part or look like another one's.</summary>
internal static class MarkedTexts
{
    private const int MarkerBytes = 8;

    /// <summary>
    /// Writes each text after a line with its name and a hash of all texts, which their authors cannot write into them. A line with the hash ends the last one.
    /// </summary>
    public static string Write(IReadOnlyList<(string Name, string Text)> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, string text) in texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        byte[] digest = hash.GetHashAndReset();
        string marker = Convert.ToHexStringLower(digest.AsSpan(0, MarkerBytes));
        // A text that contains a part of the hash is a matter of chance: 1 in 2^64 for each place.
        if (texts.Any(item => item.Text.Contains(marker, StringComparison.Ordinal))) marker = Convert.ToHexStringLower(digest);
        var message = new StringBuilder($"Each text begins after a line with {marker} and its name, and ends before the next line with {marker}.\n");
        foreach ((string name, string text) in texts) message.Append($"----- {marker} {name} -----\n{text}\n");
        return message.Append($"----- {marker} end -----").ToString();
    }
}
