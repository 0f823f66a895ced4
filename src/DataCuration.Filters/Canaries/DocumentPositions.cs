namespace DataCuration.Filters;

/// <summary>Maps token positions of the whole data to documents. Memory: 8 bytes for every 64 documents.</summary>
internal sealed class DocumentPositions
{
    private const int BlockDocuments = 64;
    private readonly TokenShards shards;
    private readonly long[] blocks;

    public DocumentPositions(TokenShards shards)
    {
        this.shards = shards;
        blocks = new long[shards.DocumentCount / BlockDocuments + 1];
        long position = 0;
        for (long document = 0; document < shards.DocumentCount; document++)
        {
            if (document % BlockDocuments == 0) blocks[document / BlockDocuments] = position;
            position += shards.GetLength(document);
        }
        if (shards.DocumentCount % BlockDocuments == 0) blocks[^1] = position;
    }

    /// <summary>Finds the document of a position below the number of tokens.</summary>
    /// <returns>Its number, the position of its first token, and its length.</returns>
    public (long Number, long Start, int Length) Find(long position)
    {
        int block = Array.BinarySearch(blocks, position);
        // Equal entries are blocks without tokens: the document is after them.
        if (block < 0) block = ~block - 1;
        while (block + 1 < blocks.Length && blocks[block + 1] == position) block++;
        long document = (long)block * BlockDocuments, start = blocks[block];
        while (true)
        {
            int length = shards.GetLength(document);
            if (position < start + length) return (document, start, length);
            start += length;
            document++;
        }
    }
}
