using System.Text;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Estimates token counts as a third of the UTF-8 bytes. English and code have 3 to 4.5 bytes per token; Chinese has 3 bytes per character and about one token
/// per character.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>The tokens that a chat template adds to each message.</summary>
    public const int TokensPerMessage = 8;

    private const int BytesPerToken = 3;

    public static long Of(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1L) / BytesPerToken;

    /// <summary>Returns the part of a count that belongs to a part of a text.</summary>
    public static long Share(long count, long part, long whole) => whole <= 0 ? 0 : (long)Math.Round((double)count * part / whole);

    public static long Of(IEnumerable<ChatMessage> messages)
    {
        long sum = 0;
        foreach (ChatMessage message in messages) sum += TokensPerMessage + Of(message.Text);
        return sum;
    }
}
