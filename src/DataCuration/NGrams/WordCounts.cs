using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>The words of a corpus and their numbers of occurrences, in a memory-mapped file. Made by <see cref="WordCountFit"/>.</summary>
/// <remarks>Any number of threads may use it. Words are numbered in the order of their UTF-8 bytes.</remarks>
public sealed class WordCounts : IArtifact, IDisposable
{
    internal const string FileName = "words.counts";
    private readonly ChecksummedFile file;
    private readonly NGramVocabulary words;
    private readonly long countsOffset;

    private WordCounts(ChecksummedFile file, NGramTokens? tokens)
    {
        this.file = file;
        words = new(file, 0, (int)Math.Min(file.First, int.MaxValue));
        countsOffset = words.End;
        long identity = checked(countsOffset + (Count * (long)sizeof(long)));
        long length = MemoryMarshal.Read<long>(file.Slice(identity, sizeof(long)));
        if (length is < 0 or > 1 << 12) throw file.Damaged(identity, $"the rule of its words has {length} bytes");
        string rule = Encoding.UTF8.GetString(file.Slice(identity + sizeof(long), (int)length));
        Tokens = tokens ?? NGramTokens.FromIdentity(rule)
            ?? throw new ArgumentException($"'{file.Path}' counts words by '{rule}': pass this rule with its tokenizer or splitter.", nameof(tokens));
        if (Tokens.ToIdentity() != rule) throw new ArgumentException($"'{file.Path}' counts words by '{rule}', not by '{Tokens.ToIdentity()}'.",
            nameof(tokens));
        Total = file.Second;
        Fingerprint = $"{file.ContentHash:x16}{file.BodyLength:x16}";
    }

    private static ReadOnlySpan<byte> Magic => "WORDCNT1"u8;

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>The rule by which texts became words.</summary>
    public NGramTokens Tokens { get; }

    /// <summary>The number of different words.</summary>
    public int Count => words.Count - NGramVocabulary.SpecialWords;

    /// <summary>The number of occurrences of all words.</summary>
    public long Total { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokens">The rule of words, needed if it has a tokenizer or a splitter of your own. Default: null, from the file.</param>
    /// <param name="files">The store that the file is in. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind.</exception>
    public static WordCounts Load(string path, NGramTokens? tokens = null, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new ChecksummedFile(files ?? LocalFileStore.Instance, path, Magic, "word counts");
        try
        {
            return new(file, tokens);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns the number of occurrences of a word; 0 if the corpus does not have it.</summary>
    /// <param name="utf8Word">The word.</param>
    public long GetCount(ReadOnlySpan<byte> utf8Word) => words.Find(utf8Word) is > 0 and var id ? GetCount(id - NGramVocabulary.SpecialWords) : 0;

    /// <summary>Returns the number of occurrences of a word.</summary>
    /// <param name="number">The word's number, from 0.</param>
    public long GetCount(int number)
    {
        Check(number);
        return MemoryMarshal.Read<long>(file.Slice(countsOffset + (number * (long)sizeof(long)), sizeof(long)));
    }

    /// <summary>Returns a word in UTF-8.</summary>
    /// <param name="number">The word's number, from 0.</param>
    public ReadOnlySpan<byte> GetUtf8Word(int number)
    {
        Check(number);
        return words[number + NGramVocabulary.SpecialWords];
    }

    /// <summary>Returns a word.</summary>
    /// <param name="number">The word's number, from 0.</param>
    public string GetWord(int number) => Encoding.UTF8.GetString(GetUtf8Word(number));

    /// <summary>Counts the words of a text that a condition holds for, by the rule of this object.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <param name="condition">The condition on a word's number of occurrences in the corpus; 0 for a word that it does not have.</param>
    /// <returns>The number of words for which it holds, and that of all words.</returns>
    public (long Matches, long Words) CountWhere(ReadOnlyMemory<byte> utf8Text, Func<long, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var sentences = new NGramSentences(Tokens);
        sentences.Start(utf8Text);
        long matches = 0, all = 0;
        while (sentences.Read())
            for (int i = 0; i < sentences.Count; i++)
            {
                ReadOnlySpan<byte> word = sentences[i];
                if (word.Length is 0 or > NGramTokens.MaxWordBytes || NGramVocabulary.IsSpecial(word)) continue;
                all++;
                if (condition(GetCount(word))) matches++;
            }
        return (matches, all);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    internal static void Write(ShardOutput output, NGramTokens tokens, int count, Action<NGramWordCounter.ReceiveCount> list)
    {
        var writer = new ChecksummedWriter(output.CreateFile(FileName));
        var counts = new long[count];
        NGramVocabulary.Write(writer, count, receive => list((word, _) => receive(word)));
        int at = 0;
        list((_, number) => counts[at++] = number);
        long total = 0;
        foreach (long number in counts)
        {
            writer.WriteInt64(number);
            total = checked(total + number);
        }
        byte[] identity = Encoding.UTF8.GetBytes(tokens.ToIdentity());
        writer.WriteInt64(identity.Length);
        writer.Write(identity);
        writer.Complete(Magic, count + NGramVocabulary.SpecialWords, total, 0);
    }

    private void Check(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
    }
}
