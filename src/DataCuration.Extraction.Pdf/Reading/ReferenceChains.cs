namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Detects objects that are only references and that form a cycle or a very long chain. PdfPig follows such chains by unbounded recursion, and a stack overflow
/// cannot be caught. Legitimate files have hardly any object that is only a reference.
/// </summary>
internal sealed class ReferenceChains
{
    /// <summary>The maximum length of a chain. The stack of the reading thread can hold it.</summary>
    private const int MaxSteps = 10_000;

    private readonly Dictionary<long, long> targets = [];

    /// <summary>Searches the bytes of a file for <c>N G obj M K R endobj</c>.</summary>
    /// <param name="file">The file.</param>
    /// <returns>True if a chain is cyclic or too long.</returns>
    public bool AddFile(ReadOnlySpan<byte> file)
    {
        bool any = false;
        for (int at = 0; ;)
        {
            int found = file[at..].IndexOf("obj"u8);
            if (found < 0) break;
            int begin = at + found;
            at = begin + 3;
            ReadOnlySpan<byte> after = file[at..Math.Min(file.Length, at + 64)];
            if (!TryReadReference(ref after, out long target) || !TryReadNumberBefore(file, begin, out long source)) continue;
            targets[source] = target; // the last definition counts, as in PDF readers
            any = true;
        }
        return any && HasEndless();
    }

    /// <summary>Searches an object stream (ISO 32000-1, 7.5.7): pairs of number and offset, followed by the objects.</summary>
    /// <param name="content">The decoded bytes.</param>
    /// <param name="first">The offset of the first object.</param>
    /// <returns>True if a chain is cyclic or too long.</returns>
    public bool AddObjectStream(ReadOnlySpan<byte> content, int first)
    {
        if (first <= 0 || first >= content.Length) return false;
        bool any = false;
        for (ReadOnlySpan<byte> header = content[..first]; TryReadNumber(ref header, out long number) && TryReadNumber(ref header, out long offset);)
        {
            if (offset >= content.Length - first) continue;
            ReadOnlySpan<byte> value = content[(first + (int)offset)..];
            if (value.Length > 64) value = value[..64];
            if (!TryReadReference(ref value, out long target)) continue;
            targets[number] = target;
            any = true;
        }
        return any && HasEndless();
    }

    private bool HasEndless()
    {
        var ended = new HashSet<long>();
        var path = new List<long>();
        foreach (long start in targets.Keys)
        {
            path.Clear();
            long current = start;
            while (targets.TryGetValue(current, out long next) && !ended.Contains(current))
            {
                path.Add(current);
                if (path.Count > MaxSteps) return true; // a cycle or a very long chain
                current = next;
            }
            ended.UnionWith(path);
        }
        return false;
    }

    private static bool TryReadReference(ref ReadOnlySpan<byte> text, out long number) =>
        TryReadNumber(ref text, out number) && TryReadNumber(ref text, out _) && text.TrimStart(" \t\r\n\f\0"u8) is [(byte)'R', ..];

    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        text = text.TrimStart(" \t\r\n\f\0"u8);
        int digits = 0;
        while (digits < text.Length && digits < 18 && char.IsAsciiDigit((char)text[digits])) number = number * 10 + (text[digits++] - '0');
        text = text[digits..];
        return digits > 0;
    }

    /// <summary>Reads the object number in <c>N G obj</c> backwards.</summary>
    private static bool TryReadNumberBefore(ReadOnlySpan<byte> file, int end, out long number)
    {
        number = 0;
        ReadOnlySpan<byte> head = file[Math.Max(0, end - 48)..end].TrimEnd(" \t\r\n\f\0"u8);
        int generation = head.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (generation < 0 || generation == head.Length - 1) return false;
        head = head[..(generation + 1)].TrimEnd(" \t\r\n\f\0"u8);
        int begin = head.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
        head = head[begin..];
        return TryReadNumber(ref head, out number);
    }
}
