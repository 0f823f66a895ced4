using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>Writes token shards in datatrove's layout.</summary>
internal sealed class DatatroveWriter(TokenShards shards, string folder, DatatroveWriteOptions options, IFileStore files)
{
    // datatrove: 2 bytes if the vocabulary has at most 65,536 tokens.
    private const int MaxNarrowVocabulary = ushort.MaxValue + 1;

    private readonly int tokenBytes = shards.VocabularySize is { } size && size <= MaxNarrowVocabulary ? sizeof(ushort) : sizeof(uint);
    private readonly List<ulong> ends = [];
    private byte[] buffer = [];
    private bool[] mask = [];
    private Stream? tokens;
    private Stream? loss;
    private string path = "";
    private long written;
    private int number;

    public void Write(CancellationToken cancellationToken)
    {
        KeyedPermutation? order = options.ShuffleSeed is { } seed
            ? new KeyedPermutation(shards.DocumentCount, SeededRandom.Create(seed, "datatrove order", "").NextUInt64()) : null;
        try
        {
            for (long i = 0; i < shards.DocumentCount; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(order?[i] ?? i);
            }
            // A folder without documents has one empty file: "nothing was written" and "nothing is there" differ.
            if (tokens is null && number == 0) Open();
            if (tokens is not null) Complete();
        }
        finally
        {
            tokens?.Dispose();
            loss?.Dispose();
        }
    }

    private void Write(long document)
    {
        int[] read = shards.GetTokens(document);
        if (ends.Count > 0 && written + read.Length > options.MaxTokensPerFile) Complete();
        if (tokens is null) Open();
        int bytes = checked(read.Length * tokenBytes);
        if (buffer.Length < bytes) buffer = new byte[Math.Max(bytes, 1 << 16)];
        for (int i = 0; i < read.Length; i++)
        {
            if (tokenBytes == sizeof(ushort))
                BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(i * sizeof(ushort)), checked((ushort)read[i]));
            else BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(i * sizeof(int)), read[i]);
        }
        tokens!.Write(buffer, 0, bytes);
        if (loss is not null)
        {
            if (mask.Length < read.Length) mask = new bool[read.Length];
            shards.ReadMask(document, 0, mask.AsSpan(0, read.Length));
            loss.Write(MemoryMarshal.AsBytes(mask.AsSpan(0, read.Length)));
        }
        written += read.Length;
        ends.Add((ulong)written);
    }

    private void Open()
    {
        string name = options.ShuffleSeed is null ? "unshuffled" : "shuffled";
        path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number++:D5}_{name}{DatatroveFile.TokensSuffix}"));
        tokens = files.Create(path);
        if (shards.HasMask) loss = files.Create(path + DatatroveFile.LossSuffix);
    }

    private void Complete()
    {
        Close(ref tokens);
        Close(ref loss);
        using (Stream index = files.Create(path + DatatroveFile.IndexSuffix))
        {
            index.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ends)));
            files.Complete(index);
        }
        string text = string.Create(CultureInfo.InvariantCulture, $"{options.TokenizerName}|{tokenBytes}\n{written}\n{Humanize(written)}");
        using (Stream metadata = files.Create(path + DatatroveFile.MetadataSuffix))
        {
            metadata.Write(Encoding.UTF8.GetBytes(text));
            files.Complete(metadata);
        }
        ends.Clear();
        written = 0;
    }

    private void Close(ref Stream? stream)
    {
        if (stream is null) return;
        files.Complete(stream);
        stream.Dispose();
        stream = null;
    }

    /// <summary>Writes a number as datatrove's <c>humanize.metric(count, unit="T")</c> does: three digits and a prefix.</summary>
    internal static string Humanize(long count)
    {
        const string Prefixes = " kMGTPE";
        int exponent = count == 0 ? 0 : (int)Math.Floor(Math.Log10(count));
        int group = exponent / 3;
        double value = count / Math.Pow(1000, group);
        string digits = value.ToString("F" + Math.Max(0, 2 - (exponent % 3)).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return $"{digits} {(group == 0 ? "" : Prefixes[group])}T";
    }
}
