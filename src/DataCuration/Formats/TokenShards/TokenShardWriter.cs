using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes one shard's documents as tokens, into one pair of files or, if sizes are limited, several.</summary>
internal sealed class TokenShardWriter : IShardWriter
{
    private const int BufferBytes = 128 * 1024;

    private readonly TokenShardSink sink;
    private readonly ShardOutput output;
    private readonly byte code;
    private readonly List<int> documentTokens = [];
    private readonly List<int> lengths = [];
    private readonly MaskedTokens? masked;
    private readonly List<int> maskRuns = [];
    private readonly List<long> maskEnds = [];
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly Utf8JsonWriter json;
    private Stream? tokens;
    private Stream? documents;
    private string stem;
    private long fileTokens;
    private int buffered;
    private int files;

    public TokenShardWriter(TokenShardSink sink, ShardOutput output)
    {
        this.sink = sink;
        this.output = output;
        code = MegatronIndex.CodeFor(sink.Encoder.VocabularySize);
        json = new Utf8JsonWriter(line);
        if (sink.Tokenizer is not null) masked = new();
        stem = output.Name;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        foreach (Document document in documents.Span)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(document);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (tokens is not null) CompleteFiles();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => json.DisposeAsync(); // the streams belong to the engine

    private void Write(Document document)
    {
        documentTokens.Clear();
        Encode(document);
        if (lengths.Count > 0 && fileTokens + documentTokens.Count > sink.MaxTokensPerFile)
        {
            CompleteFiles();
            files++;
            stem = string.Create(CultureInfo.InvariantCulture, $"{output.Name}-{files:D5}");
        }
        if (tokens is null) OpenFiles();
        WriteTokens(document);
        WriteLine(document);
        if (masked is not null)
        {
            maskRuns.AddRange(masked.Runs);
            maskEnds.Add(maskRuns.Count);
        }
        lengths.Add(documentTokens.Count);
        fileTokens += documentTokens.Count;
    }

    private void Encode(Document document)
    {
        if (masked is null)
        {
            sink.Encoder.Encode(document.Utf8Text.Span, documentTokens);
            if (sink.AppendEndOfDocument) documentTokens.Add(sink.Encoder.EndOfDocument);
            return;
        }
        masked.Clear();
        sink.Tokenizer!.Tokenize(document, masked);
        if (sink.AppendEndOfDocument) masked.Add(sink.Encoder.EndOfDocument, hasLoss: true);
        documentTokens.AddRange(masked.Tokens);
    }

    private void WriteTokens(Document document)
    {
        int tokenBytes = MegatronIndex.TokenBytes(code);
        foreach (int token in documentTokens)
        {
            if ((uint)token >= (uint)sink.Encoder.VocabularySize)
                throw new InvalidOperationException(
                    $"Document '{document.Id}': the encoder gave token {token}, which is not below its vocabulary size {sink.Encoder.VocabularySize}.");
            if (buffered + tokenBytes > BufferBytes) FlushTokens();
            if (code == MegatronIndex.UInt16Code) BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(buffered), (ushort)token);
            else BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(buffered), token);
            buffered += tokenBytes;
        }
    }

    private void WriteLine(Document document)
    {
        line.Clear();
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber("index"u8, lengths.Count);
        json.WriteString("id"u8, document.Id);
        if (document.Origin.Source is { } source)
        {
            json.WriteString("source"u8, source);
            json.WriteNumber("offset"u8, document.Origin.Offset);
            json.WriteNumber("child"u8, document.Origin.Child);
        }
        json.WriteNumber("bytes"u8, document.Utf8Text.Length);
        json.WriteEndObject();
        json.Flush();
        documents!.Write(line.WrittenSpan);
        documents.WriteByte((byte)'\n');
    }

    // Only with the first document: NumPy, with which Megatron reads the files, cannot map empty ones.
    private void OpenFiles()
    {
        tokens = output.CreateFile(stem + TokenShardFile.TokensSuffix);
        documents = output.CreateFile(stem + TokenShardFile.DocumentsSuffix);
    }

    private void CompleteFiles()
    {
        FlushTokens();
        tokens!.Dispose();
        documents!.Dispose();
        using (Stream index = output.CreateFile(stem + TokenShardFile.IndexSuffix)) MegatronIndex.Write(index, code, lengths);
        using (Stream summary = output.CreateFile(stem + TokenShardFile.SummarySuffix))
        {
            var encoder = new FingerprintWriter();
            sink.Encoder.Describe(encoder);
            new TokenShardSummary(sink.Encoder.VocabularySize, sink.Encoder.EndOfDocument, sink.AppendEndOfDocument, lengths.Count, fileTokens,
                encoder.ToFingerprint(), masked is not null).Write(summary);
        }
        if (masked is not null)
        {
            using Stream mask = output.CreateFile(stem + MaskFile.Suffix);
            MaskFile.Write(mask, maskEnds, maskRuns);
            maskEnds.Clear();
            maskRuns.Clear();
        }
        tokens = null;
        documents = null;
        lengths.Clear();
        fileTokens = 0;
    }

    private void FlushTokens()
    {
        tokens!.Write(buffer, 0, buffered);
        buffered = 0;
    }
}
