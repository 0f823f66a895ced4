using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The words of a model in a section of a file: offsets, bytes, and a table by hash. Ids 0 to 2 are the words <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and
/// <c>&lt;/s&gt;</c>; other words follow in the order of their bytes. The special words are not found by <see cref="Find"/>.
/// </summary>
internal sealed class NGramVocabulary
{
    public const int Unknown = 0;
    public const int SentenceStart = 1;
    public const int SentenceEnd = 2;
    public const int SpecialWords = 3;
    private const int EntryBytes = 16;
    private readonly ChecksummedFile file;
    private readonly long offsets;
    private readonly long bytes;
    private readonly NGramHashSection table;

    /// <summary>Opens the words.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The section's offset.</param>
    /// <param name="count">The number of words, with the special ones.</param>
    public NGramVocabulary(ChecksummedFile file, long offset, int count)
    {
        if (count < SpecialWords) throw file.Damaged(offset, $"it has {count} words, less than the special ones");
        this.file = file;
        Count = count;
        offsets = offset;
        bytes = checked(offset + ((count + 1L) * sizeof(long)));
        long length = OffsetOf(count);
        if (length < 0 || length > file.BodyLength) throw file.Damaged(offset, $"its words have {length} bytes");
        table = new(file, NGramHashSection.Align(bytes + length), count - SpecialWords, EntryBytes);
    }

    public static ReadOnlySpan<byte> SpecialWord(int id) => id switch { Unknown => "<unk>"u8, SentenceStart => "<s>"u8, _ => "</s>"u8 };

    public static bool IsSpecial(ReadOnlySpan<byte> word) => word.Length is >= 3 and <= 5 && word[0] == '<'
        && (word.SequenceEqual("<s>"u8) || word.SequenceEqual("</s>"u8) || word.SequenceEqual("<unk>"u8));

    /// <summary>The number of words, with the special ones.</summary>
    public int Count { get; }

    public long End => table.End;

    /// <summary>Returns the bytes of a word.</summary>
    public ReadOnlySpan<byte> this[int id]
    {
        get
        {
            long start = OffsetOf(id), length = OffsetOf(id + 1) - start;
            if (start < 0 || length is < 0 or > 1 << 20) throw file.Damaged(offsets + (id * (long)sizeof(long)), $"word {id} has {length} bytes");
            return file.Slice(bytes + start, (int)length);
        }
    }

    /// <summary>Finds a word. Its bytes are compared, so there is no false result.</summary>
    /// <returns>The id; <see cref="Unknown"/> if there is no such word.</returns>
    public int Find(ReadOnlySpan<byte> word)
    {
        ulong hash = NGramKeys.Word(word);
        for (ReadOnlySpan<byte> entry = table.Find(hash); entry.Length > 0; entry = entry[EntryBytes..])
        {
            if (MemoryMarshal.Read<ulong>(entry) != hash) break;
            int id = MemoryMarshal.Read<int>(entry[8..]);
            if (id < SpecialWords || id >= Count) throw file.Damaged(offsets, $"its table has the word {id} of {Count}");
            if (this[id].SequenceEqual(word)) return id;
        }
        return Unknown;
    }

    /// <summary>Writes a section.</summary>
    /// <param name="output">The file.</param>
    /// <param name="count">The number of words, without the special ones.</param>
    /// <param name="words">Lists the words in the order of their bytes; called twice.</param>
    public static void Write(ChecksummedWriter output, int count, Action<ReadOnlySpanAction> words)
    {
        long at = 0;
        output.WriteInt64(at);
        for (int id = 0; id < SpecialWords; id++) output.WriteInt64(at += SpecialWord(id).Length);
        var keys = new ulong[count];
        var ids = new int[count];
        int seen = 0;
        words(word =>
        {
            output.WriteInt64(at += word.Length);
            keys[seen] = NGramKeys.Word(word);
            ids[seen] = seen + SpecialWords;
            seen++;
        });
        if (seen != count) throw new InvalidDataException($"{count} words are expected, and {seen} were listed.");
        for (int id = 0; id < SpecialWords; id++) output.Write(SpecialWord(id));
        words(word => output.Write(word));
        output.Align();
        // Equal hashes of different words keep the order of their ids: the result must not depend on the sort.
        Array.Sort(keys, ids);
        for (int start = 0; start < count;)
        {
            int end = start + 1;
            while (end < count && keys[end] == keys[start]) end++;
            if (end - start > 1) Array.Sort(ids, start, end - start);
            start = end;
        }
        var table = new NGramHashSection.Writer(output, count, EntryBytes);
        Span<byte> entry = stackalloc byte[EntryBytes];
        entry.Clear();
        for (int i = 0; i < count; i++)
        {
            MemoryMarshal.Write(entry, keys[i]);
            MemoryMarshal.Write(entry[8..], ids[i]);
            table.Write(entry);
        }
        table.Complete();
    }

    /// <summary>Receives the bytes of a word.</summary>
    internal delegate void ReadOnlySpanAction(ReadOnlySpan<byte> word);

    /// <summary>Lists the words after the special ones.</summary>
    public void List(ReadOnlySpanAction receive)
    {
        for (int id = SpecialWords; id < Count; id++) receive(this[id]);
    }

    private long OffsetOf(int id) => MemoryMarshal.Read<long>(file.Slice(offsets + (id * (long)sizeof(long)), sizeof(long)));
}
