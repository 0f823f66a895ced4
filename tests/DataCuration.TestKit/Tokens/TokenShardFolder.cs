namespace DataCuration.TestKit;

/// <summary>Writes token shards without an engine: the sink writes its files into a folder.</summary>
public static class TokenShardFolder
{
    /// <summary>Writes the documents, divided into consecutive parts over the shards, and opens the result.</summary>
    public static TokenShards Write(string folder, IReadOnlyList<Document> documents, TokenShardSink sink, int shards = 1)
    {
        Directory.CreateDirectory(folder);
        for (int shard = 0; shard < shards; shard++)
        {
            int first = (int)((long)documents.Count * shard / shards);
            int end = (int)((long)documents.Count * (shard + 1) / shards);
            WriteShard(folder, shard, documents.Skip(first).Take(end - first).ToArray(), sink);
        }
        return TokenShards.OpenWritten(folder, sink);
    }

    /// <summary>Writes texts as bytes, with ids d0, d1, …</summary>
    public static TokenShards WriteTexts(string folder, IEnumerable<string> texts, int shards = 1) =>
        Write(folder, [.. texts.Select((text, i) => new Document($"d{i}", text))], new TokenShardSink(ByteTokenEncoder.Instance), shards);

    /// <summary>Writes one shard.</summary>
    public static void WriteShard(string folder, int shard, ReadOnlyMemory<Document> documents, TokenShardSink sink)
    {
        var streams = new List<Stream>();
        var output = new ShardOutput(shard, name =>
        {
            var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write);
            streams.Add(stream);
            return stream;
        });
        // Everything completes synchronously: the sink's streams are files.
        IShardWriter writer = sink.Open(output);
        for (int start = 0; start < documents.Length; start += 7)
            Finish(writer.WriteAsync(documents.Slice(start, Math.Min(7, documents.Length - start)), CancellationToken.None));
        Finish(writer.CompleteAsync(CancellationToken.None));
        Finish(writer.DisposeAsync());
        foreach (Stream stream in streams) stream.Dispose();
    }

    private static void Finish(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
