namespace DataCuration.Filters;

/// <summary>A text in the form in which it is compared, cut into units, with a hash of each. A reusable buffer; not thread-safe.</summary>
internal sealed class ContaminationText
{
    private byte[] normal = new byte[1 << 12];
    private byte[] joined = new byte[256];
    private TextWords? split;
    private ulong[] hashes = new ulong[256];

    /// <summary>For each word its start and its end in the compared text; for paragraphs, of each paragraph that counts.</summary>
    private int[] ranges = new int[512];
    private ReadOnlyMemory<byte> compared;
    private ContaminationSettings settings = null!;

    /// <summary>The number of words, or of paragraphs that count.</summary>
    public int Parts { get; private set; }

    /// <summary>The number of units: n-grams or paragraphs.</summary>
    public int Count { get; private set; }

    /// <summary>Words in a unit: 1 for paragraphs.</summary>
    public int Width => settings.Unit == ContaminationUnit.NGrams ? settings.Words : 1;

    /// <summary>The compared text.</summary>
    public ReadOnlySpan<byte> Compared => compared.Span;

    /// <summary>Prepares a text: finds its words or paragraphs. Hashes are computed by <see cref="HashAt"/>.</summary>
    public void Read(ContaminationSettings rules, ReadOnlyMemory<byte> text)
    {
        settings = rules;
        compared = text;
        split = null;
        Parts = 0;
        if (rules.Unit == ContaminationUnit.Paragraphs)
        {
            FindParagraphs();
            Count = Parts;
            return;
        }
        if (rules.Simplifies)
        {
            int capacity = SimplifiedText.Capacity(text.Length);
            if (normal.Length < capacity) normal = new byte[Math.Max(capacity, 2 * normal.Length)];
            compared = normal.AsMemory(0, SimplifiedText.Write(text.Span, normal));
        }
        if (rules.IsJoined) FindWords();
        else SplitWords(compared);
        Count = Math.Max(0, Parts - rules.Words + 1);
    }

    /// <summary>Returns the hash of a unit.</summary>
    public ulong HashAt(int unit)
    {
        ReadOnlySpan<byte> text = compared.Span;
        if (settings.Unit == ContaminationUnit.Paragraphs) return ContaminationSettings.Hash(text[ranges[2 * unit]..ranges[2 * unit + 1]]);
        return ContaminationSettings.Hash(GetUnit(unit));
    }

    /// <summary>Returns the words of an n-gram with single blanks between them, or a paragraph. Valid until the next call.</summary>
    public ReadOnlySpan<byte> GetUnit(int unit)
    {
        ReadOnlySpan<byte> text = compared.Span;
        int start = ranges[2 * unit], end = ranges[2 * (unit + Width - 1) + 1];
        if (settings.Unit == ContaminationUnit.Paragraphs) return text[start..end];
        if (settings.IsJoined)
        {
            int length = Width - 1;
            for (int i = 0; i < Width; i++) length += ranges[2 * (unit + i) + 1] - ranges[2 * (unit + i)];
            if (length == end - start) return text[start..end];
        }
        int used = 0;
        for (int i = unit; i < unit + Width; i++) used = Append(used, GetWord(i), i > unit);
        return joined.AsSpan(0, used);
    }

    /// <summary>Returns a word.</summary>
    public ReadOnlySpan<byte> GetWord(int word) => split is null ? compared.Span[ranges[2 * word]..ranges[2 * word + 1]] : split[word];

    /// <summary>The place of a unit in the compared text.</summary>
    public (int Start, int End) GetRange(int unit) => (ranges[2 * unit], ranges[2 * (unit + Width - 1) + 1]);

    /// <summary>Computes all hashes. Valid until the next call.</summary>
    public ReadOnlySpan<ulong> HashAll()
    {
        if (hashes.Length < Count) hashes = new ulong[Math.Max(Count, 2 * hashes.Length)];
        for (int i = 0; i < Count; i++) hashes[i] = HashAt(i);
        return hashes.AsSpan(0, Count);
    }

    private void FindWords()
    {
        ReadOnlySpan<byte> text = compared.Span;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }
            int length = text[at..].IndexOf((byte)' ');
            int end = length < 0 ? text.Length : at + length;
            Add(at, end);
            at = end;
        }
    }

    private void SplitWords(ReadOnlyMemory<byte> text)
    {
        split = settings.Splitter.Split(text);
        for (int i = 0; i < split.Count; i++)
        {
            // A word may be longer than its place in the text: the Penn Treebank's quotation marks are two characters.
            int start = split.GetStart(i), limit = i + 1 < split.Count ? split.GetStart(i + 1) : text.Length;
            Add(start, Math.Min(start + split[i].Length, limit));
        }
    }

    private void FindParagraphs()
    {
        ReadOnlySpan<byte> text = compared.Span;
        for (int start = 0; start < text.Length;)
        {
            int feed = text[start..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : start + feed;
            // A word and its blank have two bytes or more, except in scripts without blanks: there a character has three.
            if (end - start >= settings.Words && settings.Splitter.Split(compared[start..end]).Count >= settings.Words) Add(start, end);
            start = end + 1;
        }
    }

    private void Add(int start, int end)
    {
        if (2 * Parts == ranges.Length) Array.Resize(ref ranges, 2 * ranges.Length);
        ranges[2 * Parts] = start;
        ranges[2 * Parts + 1] = end;
        Parts++;
    }

    private int Append(int used, ReadOnlySpan<byte> word, bool isNext)
    {
        if (used + word.Length + 1 > joined.Length) Array.Resize(ref joined, Math.Max(2 * joined.Length, used + word.Length + 1));
        if (isNext) joined[used++] = (byte)' ';
        word.CopyTo(joined.AsSpan(used));
        return used + word.Length;
    }
}
