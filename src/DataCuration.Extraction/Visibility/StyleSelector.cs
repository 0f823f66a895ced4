namespace DataCuration.Extraction;

/// <summary>One compound of a selector: an element with up to three classes or ids, such as <c>p.note</c>.</summary>
/// <param name="Tag">The element; <see cref="HtmlTag.Unknown"/> for any.</param>
/// <param name="First">The hash of its first class or id with the sign before it.</param>
/// <param name="Second">The hash of the second; 0 without one.</param>
/// <param name="Third">The hash of the third; 0 without one.</param>
internal readonly record struct StyleSelector(HtmlTag Tag, ulong First, ulong Second, ulong Third)
{
    /// <summary>The number of classes and ids.</summary>
    public int Count => (First != 0 ? 1 : 0) + (Second != 0 ? 1 : 0) + (Third != 0 ? 1 : 0);

    /// <summary>Reads a compound. Pseudo classes and attributes are skipped.</summary>
    /// <param name="text">The compound without white space.</param>
    /// <param name="selector">The compound.</param>
    /// <param name="isConditional">True if it had a pseudo class, an attribute, or more classes than are kept.</param>
    /// <returns>False if it is not a compound of elements, classes and ids.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out StyleSelector selector, out bool isConditional)
    {
        selector = default;
        isConditional = false;
        int at = text.IndexOfAny(".#:["u8);
        ReadOnlySpan<byte> name = at < 0 ? text : text[..at];
        HtmlTag tag = name.IsEmpty || name.SequenceEqual("*"u8) ? HtmlTag.Unknown : HtmlTagNames.Find(name);
        if (tag == HtmlTag.Unknown && !name.IsEmpty && !name.SequenceEqual("*"u8)) return false;
        Span<ulong> keys = stackalloc ulong[3];
        int count = 0;
        ReadOnlySpan<byte> rest = at < 0 ? default : text[at..];
        while (!rest.IsEmpty)
        {
            if (rest[0] is (byte)':' or (byte)'[')
            {
                // "::before" and "::after" are other boxes, not this one.
                if (rest.Length > 1 && rest[1] == ':') return false;
                isConditional = true;
                break;
            }
            int end = 1;
            while (end < rest.Length && (rest[end] is not ((byte)'.' or (byte)'#' or (byte)':' or (byte)'[') || rest[end - 1] == '\\')) end++;
            if (end == 1) return false;
            if (count == keys.Length) isConditional = true;
            else keys[count++] = StyleKeys.Of(rest[0], rest[1..end]);
            rest = rest[end..];
        }
        selector = new(tag, keys[0], keys[1], keys[2]);
        return count > 0 || tag != HtmlTag.Unknown;
    }

    /// <summary>Returns true if an element with the given tag and keys matches.</summary>
    public bool Matches(HtmlTag tag, ReadOnlySpan<ulong> keys) =>
        (Tag == HtmlTag.Unknown || Tag == tag) && (First == 0 || Holds(keys, First)) && (Second == 0 || Holds(keys, Second))
            && (Third == 0 || Holds(keys, Third));

    /// <summary>Returns true if all classes and ids of this compound are also in another one.</summary>
    public bool IsPartOf(in StyleSelector other) => other.Has(First) && other.Has(Second) && other.Has(Third);

    private static bool Holds(ReadOnlySpan<ulong> keys, ulong key)
    {
        foreach (ulong one in keys)
            if (one == key) return true;
        return false;
    }

    private bool Has(ulong key) => key == 0 || key == First || key == Second || key == Third;
}
