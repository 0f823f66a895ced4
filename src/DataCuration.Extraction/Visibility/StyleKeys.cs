namespace DataCuration.Extraction;

/// <summary>Hashes of classes and ids, as style rules and elements name them.</summary>
internal static class StyleKeys
{
    /// <summary>The maximum number of classes read from an element.</summary>
    public const int MaxOfElement = 24;

    /// <summary>The maximum length of a class attribute or id that is read. An element is read again for each one inside it that a rule may name.</summary>
    public const int MaxBytes = 2048;

    /// <summary>Gets the hash of a class or an id. Backslashes of a selector are ignored.</summary>
    /// <param name="sign">The sign before it in a selector: a dot or a number sign.</param>
    /// <param name="name">The name.</param>
    public static ulong Of(byte sign, ReadOnlySpan<byte> name)
    {
        ulong hash = 14695981039346656037;
        hash = unchecked((hash ^ sign) * 1099511628211); // FNV-1a
        foreach (byte value in name)
            if (value != '\\') hash = unchecked((hash ^ value) * 1099511628211);
        return hash;
    }

    /// <summary>Gets the hashes of the classes and the id of an element.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="keys">Receives the hashes; at least <see cref="MaxOfElement"/> long.</param>
    /// <returns>Their number.</returns>
    public static int Read(HtmlTree tree, int node, Span<ulong> keys)
    {
        int count = 0;
        if (tree.TryGetAttribute(node, HtmlAttributeName.Id, out ReadOnlySpan<byte> id) && id.Length is > 0 and <= MaxBytes)
            keys[count++] = Of((byte)'#', id);
        if (!tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> classes) || classes.Length > MaxBytes) return count;
        while (count < MaxOfElement)
        {
            classes = classes.TrimSpacesStart();
            if (classes.IsEmpty) break;
            int end = classes.IndexOfSpace();
            ReadOnlySpan<byte> name = end < 0 ? classes : classes[..end];
            keys[count++] = Of((byte)'.', name);
            classes = classes[name.Length..];
        }
        return count;
    }
}
