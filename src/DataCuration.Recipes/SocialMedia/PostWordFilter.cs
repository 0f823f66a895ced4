using System.Text;

namespace DataCuration.Recipes;

/// <summary>
/// Keeps posts with enough words. A word has a letter, so masks, numbers, emoji and marks are not counted. Drop reason: <c>too_short</c>.
/// </summary>
/// <param name="min">The minimum.</param>
/// <param name="masks">The masks that are not counted.</param>
internal sealed class PostWordFilter(int min, IReadOnlyList<string> masks) : DocumentFilter
{
    private readonly byte[][] masks = [.. masks.Select(Encoding.UTF8.GetBytes)];

    protected override StageResult Evaluate(Document document, StageContext context)
    {
        int words = 0;
        TextWords all = document.GetWords(WordSplitter.WhiteSpace);
        for (int i = 0; i < all.Count && words < min; i++)
            if (IsWord(all[i])) words++;
        return words >= min ? StageResult.Keep : StageResult.Drop("too_short");
    }

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", 1);
        writer.Add(nameof(min), min);
        writer.Add(nameof(masks), string.Join('\0', masks.Select(Encoding.UTF8.GetString)));
    }

    private bool IsWord(ReadOnlySpan<byte> token)
    {
        // A mask may have marks around it: "@user," and "(URL)".
        foreach (byte[] mask in masks)
            if (token.IndexOf(mask) is >= 0 and var at && !HasLetter(token[..at]) && !HasLetter(token[(at + mask.Length)..])) return false;
        return HasLetter(token);
    }

    private static bool HasLetter(ReadOnlySpan<byte> token)
    {
        while (!token.IsEmpty)
        {
            Rune.DecodeFromUtf8(token, out Rune rune, out int size);
            if (Rune.IsLetter(rune)) return true;
            token = token[size..];
        }
        return false;
    }
}
