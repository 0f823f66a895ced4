namespace DataCuration.Extraction;

/// <summary>
/// Word features of blocks: topics (<see cref="TextTopics"/>) of the block, its heading and its containers, and overlap with the page's title, description and
/// structured data.
/// </summary>
internal sealed class BlockWords
{
    /// <summary>The number of features.</summary>
    public const int Count = (3 * Topics) + 12 + (2 * 10);

    private const int Topics = 18;
    private const int FirstWords = 3;
    private const int HeadingWords = 12;
    private const int MaxHeadingDistance = 60;


    // Topics that are summed over containers.
    private static readonly TextTopics[] Around =
    [
        TextTopics.Subscribe, TextTopics.More, TextTopics.Legal, TextTopics.Comment, TextTopics.Commerce, TextTopics.Review, TextTopics.You, TextTopics.I,
        TextTopics.They, TextTopics.Function,
    ];

    private ushort[] counts = [];
    private uint[] first = [];
    private uint[] early = [];
    private float[] title = [];
    private float[] description = [];
    private float[] body = [];
    private int[] sums = [];
    private int[] words = [];
    private float bodySize;

    /// <summary>The share of the block's words that also occur in the page's title.</summary>
    public float TitleShare(int block) => title[block];

    /// <summary>The share of the block's four-word shingles that also occur in descriptions and structured data; -1 if the page has no such text.</summary>
    public float DescriptionShare(int block) => description[block];

    /// <summary>Aggregates the words of a page's blocks.</summary>
    public void Read(PageBlocks page, PageSignals signals)
    {
        int count = page.Count;
        if (first.Length < count)
        {
            int size = Math.Max(1024, count + (count / 4));
            (counts, first, early, title, description, body) =
                (new ushort[size * Topics], new uint[size], new uint[size], new float[size], new float[size], new float[size]);
            (sums, words) = (new int[(size + 1) * Around.Length], new int[size + 1]);
        }
        Array.Clear(counts, 0, count * Topics);
        bodySize = (float)Math.Log(1 + signals.BodyShingles.Count);
        for (int i = 0; i < count; i++)
        {
            ReadBlock(page.TextOf(i), i, signals);
            words[i + 1] = words[i] + page.Blocks[i].Words;
            for (int topic = 0; topic < Around.Length; topic++)
                sums[((i + 1) * Around.Length) + topic] = sums[(i * Around.Length) + topic] + counts[(i * Topics) + (int)Around[topic]];
        }
    }

    private void ReadBlock(ReadOnlySpan<byte> text, int block, PageSignals signals)
    {
        uint firstTopics = 0;
        uint earlyTopics = 0;
        int inTitle = 0;
        int inDescription = 0;
        int inBody = 0;
        Span<ushort> found = counts.AsSpan(block * Topics, Topics);
        var hashes = new WordHashes(text);
        int number = 0;
        while (hashes.MoveNext(out ulong word, out ulong shingle, out int at))
        {
            number = at;
            if (signals.TitleWords.Contains(word)) inTitle++;
            if (number >= 4)
            {
                if (signals.Shingles.Contains(shingle)) inDescription++;
                if (signals.BodyShingles.Count > 0 && signals.BodyShingles.Contains(shingle)) inBody++;
            }
            uint topics = TextVocabulary.Of(word);
            if (topics == 0) continue;
            if (number <= FirstWords) firstTopics |= topics;
            if (number <= HeadingWords) earlyTopics |= topics;
            for (; topics != 0; topics &= topics - 1)
            {
                ref ushort times = ref found[System.Numerics.BitOperations.TrailingZeroCount(topics)];
                if (times < ushort.MaxValue) times++;
            }
        }
        first[block] = firstTopics;
        early[block] = earlyTopics;
        title[block] = number > 0 ? (float)inTitle / number : 0;
        description[block] = signals.Shingles.Count == 0 || number < 4 ? -1 : (float)inDescription / (number - 3);
        body[block] = signals.BodyShingles.Count == 0 || number < 4 ? -1 : (float)inBody / (number - 3);
    }

    /// <summary>Computes the features of a block. <see cref="Read"/> must have been called for its page.</summary>
    /// <returns>The number of features written.</returns>
    public int Describe(PageBlocks page, int index, Span<float> row)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        int k = 0;
        float all = Math.Max(1, block.Words);
        for (int topic = 0; topic < Topics; topic++) row[k++] = counts[(index * Topics) + topic] / all;
        for (int topic = 0; topic < Topics; topic++) row[k++] = (first[index] >> topic) & 1;
        int heading = HeadingAbove(page, index);
        for (int topic = 0; topic < Topics; topic++) row[k++] = heading < 0 ? 0 : (early[heading] >> topic) & 1;
        row[k++] = body[index];
        row[k++] = bodySize;
        ReadOnlySpan<byte> text = page.TextOf(index);
        int capitals = 0;
        int letters = 0;
        for (int i = 0; i < Math.Min(text.Length, 200); i++)
        {
            if (text[i] is >= (byte)'A' and <= (byte)'Z') capitals++;
            else if (text[i] is >= (byte)'a' and <= (byte)'z') letters++;
        }
        row[k++] = capitals + letters > 0 ? (float)capitals / (capitals + letters) : 0;
        int mark = 0;
        while (mark < text.Length && text[mark] is not ((byte)'?' or (byte)'@' or (byte)'$')) mark++;
        row[k++] = mark == text.Length ? 0 : text[mark] == '?' ? 1 : text[mark] == '@' ? 2 : 3;
        row[k++] = text.IndexOf("http"u8) >= 0 || text.IndexOf("www."u8) >= 0 ? 1 : 0;
        row[k++] = text.IndexOf("©"u8) >= 0 || text.IndexOf("®"u8) >= 0 ? 1 : 0;
        row[k++] = text.IndexOf("$"u8) >= 0 || text.IndexOf("€"u8) >= 0 || text.IndexOf("£"u8) >= 0 ? 1 : 0;
        row[k++] = text[^1] == ':' ? 1 : 0;
        row[k++] = text.EndsWith("…"u8) || text.EndsWith("..."u8) || text.EndsWith("»"u8) || text.EndsWith("→"u8) || text.EndsWith(">"u8) ? 1 : 0;
        row[k++] = text[0] is >= (byte)'0' and <= (byte)'9' ? 1
            : text[0] is (byte)'"' or (byte)'\'' || text.StartsWith("“"u8) || text.StartsWith("«"u8) ? 2 : text[0] < 'A' ? 3 : 0;
        row[k++] = heading < 0 ? -1 : title[heading];
        row[k++] = text[^1] is (byte)'.' or (byte)'!' or (byte)'?' ? 1 : 0;
        int container = page.Blocks[index].Container;
        for (int level = 1; level <= 4; level++)
        {
            if (page.Containers[container].Parent >= 0) container = page.Containers[container].Parent;
            if (level is not (1 or 4)) continue;
            ref readonly PageContainer around = ref page.Containers[container];
            float inside = Math.Max(1, words[around.EndBlock] - words[around.FirstBlock]);
            for (int topic = 0; topic < Around.Length; topic++)
                row[k++] = (sums[(around.EndBlock * Around.Length) + topic] - sums[(around.FirstBlock * Around.Length) + topic]) / inside;
        }
        return k;
    }

    private static int HeadingAbove(PageBlocks page, int index)
    {
        for (int i = index - 1; i >= 0 && index - i <= MaxHeadingDistance; i--)
            if (page.Blocks[i].Role is >= HtmlTag.H1 and <= HtmlTag.H6) return i;
        return -1;
    }
}
