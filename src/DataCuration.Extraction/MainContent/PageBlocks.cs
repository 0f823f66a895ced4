namespace DataCuration.Extraction;

/// <summary>The blocks of a segmented page and the block elements that contain them, in document order. Reused between pages.</summary>
internal sealed class PageBlocks
{
    private PageBlock[] blocks = new PageBlock[1024];
    private PageContainer[] containers = new PageContainer[1024];
    private byte[] text = new byte[1 << 16];

    /// <summary>The blocks.</summary>
    public Rows<PageBlock> Blocks => new(blocks, Count);

    /// <summary>The block elements. The first is the root.</summary>
    public Rows<PageContainer> Containers => new(containers, ContainerCount);

    /// <summary>The text of all blocks. Character references are decoded. White space is collapsed except in preformatted blocks.</summary>
    public ReadOnlySpan<byte> Text => text.AsSpan(0, TextLength);

    /// <summary>The number of blocks.</summary>
    public int Count { get; private set; }

    /// <summary>The number of block elements.</summary>
    public int ContainerCount { get; private set; }

    /// <summary>The length of the text in bytes.</summary>
    public int TextLength { get; set; }

    /// <summary>The approximate memory in use.</summary>
    public long HeldBytes => text.Length + (blocks.Length * 120L) + (containers.Length * 80L);

    /// <summary>The text of a block.</summary>
    public ReadOnlySpan<byte> TextOf(int block) => text.AsSpan(blocks[block].TextStart, blocks[block].TextLength);

    public void Clear() => Count = ContainerCount = TextLength = 0;

    public ref PageBlock Add()
    {
        if (Count == blocks.Length) Arrays.Double(ref blocks);
        ref PageBlock block = ref blocks[Count++];
        block = default;
        return ref block;
    }

    public int Add(in PageContainer container)
    {
        if (ContainerCount == containers.Length) Arrays.Double(ref containers);
        containers[ContainerCount] = container;
        return ContainerCount++;
    }

    /// <summary>Reserves space at the end of the text.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (text.Length - TextLength < bytes) Array.Resize(ref text, Math.Max(text.Length * 2, TextLength + bytes));
        return text.AsSpan(TextLength);
    }

    /// <summary>Adds bytes to the end of the text.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        TextLength += bytes.Length;
    }

    /// <summary>Gets the text from a position on, to edit in place.</summary>
    public Span<byte> Written(int start) => text.AsSpan(start, TextLength - start);
}
