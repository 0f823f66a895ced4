namespace DataCuration.Extraction.Pdf;

/// <summary>Looks for arrays and dictionaries nested beyond reason before a recursive parser meets them: a stack overflow cannot be caught.</summary>
internal static class NestingScan
{
    /// <summary>No honest file comes near; PdfPig's frames for so many levels fit into the reading thread's stack.</summary>
    public const int MaxDepth = 10_000;

    /// <summary>Whether the file's bytes open more brackets without closing them than <see cref="MaxDepth"/>, one after another. One pass, no parsing: what strings and streams hold counts too.</summary>
    /// <param name="file">The file.</param>
    public static bool IsTooDeep(ReadOnlySpan<byte> file)
    {
        // Binary data has brackets at random, but other bytes between them; what nests deeply is hardly anything but brackets. So each byte that is none takes a level back.
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
