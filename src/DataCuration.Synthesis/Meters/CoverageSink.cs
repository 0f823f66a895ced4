using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Writes what coverage is computed from, by the hash of the source's id.</summary>
/// <param name="isGenerated">True for generated texts, false for sources.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class CoverageSink(bool isGenerated, int partitions) : IDocumentSink
{
    /// <summary>The name of the records.</summary>
    public const string RecordName = "coverage";

    /// <summary>The length of the part of a record that all kinds have: the hash of the source's id, and the kind.</summary>
    public const int HeadSize = sizeof(ulong) + 1;

    private const int MinWordChars = 4;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "coverage/1");
        writer.Add("generated", isGenerated);
        writer.Add("partitions", partitions);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(new PartitionWriter(output, RecordName, partitions), isGenerated);

    private sealed class Writer(PartitionWriter records, bool isGenerated) : IShardWriter
    {
        private readonly HashSet<ulong> seen = [];
        private byte[] buffer = new byte[256];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (isGenerated) AddText(document);
                else AddSource(document);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void AddSource(Document document)
        {
            ulong source = Hash(document.Id);
            Write(source, CoverageItem.Source, Encoding.UTF8.GetBytes(document.Id));
            AddWords(source, CoverageItem.SourceWord, document.Text);
        }

        private void AddText(Document document)
        {
            // Texts that cannot be used cover nothing, and documents without provenance are not generated.
            if (document.TryGet(SyntheticAnnotations.Problem, out string? _) || !document.TryGet(SyntheticAnnotations.Source, out string? id)) return;
            ulong source = Hash(id);
            document.TryGet(SyntheticAnnotations.Tokens, out long tokens);
            document.TryGet(SyntheticAnnotations.Verbatim, out double verbatim);
            Span<byte> numbers = stackalloc byte[sizeof(long) + sizeof(double)];
            BinaryPrimitives.WriteInt64LittleEndian(numbers, tokens);
            BinaryPrimitives.WriteDoubleLittleEndian(numbers[sizeof(long)..], verbatim);
            Write(source, CoverageItem.Text, numbers);
            AddWords(source, CoverageItem.TextWord, document.Text);
            if (!document.TryGet(SyntheticAnnotations.Entities, out string? entities) || entities is null) return;
            bool isSummary = document.TryGet(SyntheticAnnotations.Kind, out string? kind) && kind == "summary";
            foreach (string entity in EntityList.FromJson(entities))
                WriteHash(source, isSummary ? CoverageItem.ListedEntity : CoverageItem.UsedEntity, Hash(entity));
        }

        private void AddWords(ulong source, CoverageItem kind, string text)
        {
            seen.Clear();
            string lower = text.ToLowerInvariant();
            int start = 0, letters = 0;
            for (int at = 0; at <= lower.Length;)
            {
                int size = 1;
                bool isPart = at < lower.Length && Rune.DecodeFromUtf16(lower.AsSpan(at), out Rune rune, out size) == System.Buffers.OperationStatus.Done
                    && Rune.IsLetterOrDigit(rune);
                if (isPart)
                {
                    letters++;
                }
                else
                {
                    if (letters >= MinWordChars)
                    {
                        ulong word = Hash(lower.AsSpan(start, at - start));
                        if (seen.Add(word)) WriteHash(source, kind, word);
                    }
                    (start, letters) = (at + size, 0);
                }
                at += size;
            }
        }

        private void WriteHash(ulong source, CoverageItem kind, ulong hash)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash);
            Write(source, kind, bytes);
        }

        private void Write(ulong source, CoverageItem kind, ReadOnlySpan<byte> content)
        {
            if (buffer.Length < HeadSize + content.Length) buffer = new byte[HeadSize + content.Length];
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, source);
            buffer[sizeof(ulong)] = (byte)kind;
            content.CopyTo(buffer.AsSpan(HeadSize));
            records.Write(source, buffer.AsSpan(0, HeadSize + content.Length));
        }

        private static ulong Hash(ReadOnlySpan<char> text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text));
    }
}
