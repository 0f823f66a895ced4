using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Replaces terms by a mask.</summary>
internal static class MaskKernel
{
    /// <summary>
    /// Encodes a mask. No proper beginning of it may be its end too: then masks in a text cannot overlap with each other or with what is around them, and a
    /// second pass finds exactly the masks of the first.
    /// </summary>
    /// <exception cref="ArgumentException">The mask is empty, or begins as it ends.</exception>
    public static byte[] Encode(string mask)
    {
        ArgumentException.ThrowIfNullOrEmpty(mask);
        byte[] utf8 = Encoding.UTF8.GetBytes(mask);
        for (int length = 1; length < utf8.Length; length++)
            if (utf8.AsSpan(0, length).SequenceEqual(utf8.AsSpan(utf8.Length - length)))
                throw new ArgumentException(
                    $"The mask '{mask}' begins with the text that it ends with, so masks could overlap. Use one such as [MASK].", nameof(mask));
        return utf8;
    }

    /// <summary>Masks the terms of a text. Masks that are in it already are barriers: no term is looked for in them or across them.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="mask">The mask, from <see cref="Encode"/>.</param>
    /// <param name="scratch">Buffers.</param>
    /// <param name="masks">The number of masks in the result, those of the original text included.</param>
    /// <returns>The masked text; null if it has no terms.</returns>
    public static byte[]? Apply(TermMatcher terms, ReadOnlySpan<byte> text, ReadOnlySpan<byte> mask, TermScratch scratch, out int masks)
    {
        MemoryStream? masked = null;
        int copied = 0;
        masks = 0;
        for (int start = 0; ;)
        {
            int length = text[start..].IndexOf(mask);
            int end = length < 0 ? text.Length : start + length;
            terms.Find(text[start..end], scratch);
            for (int i = 0; i < scratch.Chosen.Count; i++)
            {
                (int at, int matched) = scratch.Chosen[i];
                masked ??= new MemoryStream(text.Length + mask.Length);
                masked.Write(text[copied..(start + at)]);
                masked.Write(mask);
                copied = start + at + matched;
            }
            masks += scratch.Chosen.Count;
            if (length < 0) break;
            masks++;
            start = end + mask.Length;
        }
        if (masked is null) return null;
        masked.Write(text[copied..]);
        return masked.ToArray();
    }
}
