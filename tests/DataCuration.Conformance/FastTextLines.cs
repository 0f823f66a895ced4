namespace DataCuration.Conformance;

/// <summary>The lines of a file as the C++ program reads them: what follows a word <c>&lt;/s&gt;</c> is the next one, and a last line without an end gets none.</summary>
internal static class FastTextLines
{
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string path)
    {
        using var reader = new FastTextTokenReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
        var line = new List<byte>();
        while (true)
        {
            bool any = false, ended = false;
            line.Clear();
            while (!ended && reader.TryRead(out ReadOnlySpan<byte> word, out _))
            {
                any = true;
                ended = word.SequenceEqual(FastTextTokenReader.EndOfLine);
                if (ended) break;
                line.AddRange(word);
                line.Add((byte)' ');
            }
            if (!any) yield break;
            yield return line.ToArray();
            if (!ended) yield break;
        }
    }
}
