namespace DataCuration.Extraction.Pdf;

/// <summary>Detects extremely nested arrays and dictionaries before a recursive parser reads them, since a stack overflow cannot be caught.</summary>
internal static class NestingScan
{
    /// <summary>The maximum depth. No legitimate file comes close, and PdfPig's frames for this depth fit into the stack of the reading thread.</summary>
    public const int MaxDepth = 10_000;

    /// <summary>
    /// Returns true if the file opens more than <see cref="MaxDepth"/> brackets without closing them. One pass without parsing, so content of strings and
    /// streams counts too.
    /// </summary>
    /// <param name="file">The file.</param>
    public static bool IsTooDeep(ReadOnlySpan<byte> file)
    {
        // Binary data has random brackets, but other bytes between them. Real deep nesting is almost only brackets, so each other byte lowers the depth.
        int depth = 0;
        for (int i = file.IndexOfAny((byte)'[', (byte)'<', (byte)'('); i >= 0 && i < file.Length; i++)
        {
            byte c = file[i];
            if (c is (byte)'[' or (byte)'(' or (byte)'<') depth += 8;
            else if (depth > 0) depth--;
            if (depth > MaxDepth * 8) return true;
            if (depth != 0) continue;
            int next = file[(i + 1)..].IndexOfAny((byte)'[', (byte)'<', (byte)'(');
            if (next < 0) return false;
            i += next;
        }
        return false;
    }
}
