namespace DataCuration.Filters;

/// <summary>Recognises lines of symbols.</summary>
internal static class SymbolLines
{
    /// <summary>True if a line starts with a symbol and has nothing but symbols and white space.</summary>
    public static bool IsSymbolLine(ReadOnlySpan<byte> line, CodePointSet symbols)
    {
        if (line.IsEmpty || !symbols.Contains(Utf8.Decode(line, 0, out int size))) return false;
        for (int at = size; at < line.Length; at += size)
        {
            int space = Utf8WhiteSpace.LengthAt(line, at);
            size = space;
            if (space == 0 && !symbols.Contains(Utf8.Decode(line, at, out size))) return false;
        }
        return true;
    }
}
