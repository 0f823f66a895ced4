using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Word frequencies for <see cref="UnigramLogProbFilter"/>, in the format of the file that datatrove uses (<c>unigram_freq.csv</c>: a header
/// <c>word,count</c>, then a word and its count in each line). The library contains none.
/// </summary>
public sealed class UnigramTable : IArtifact
{
    private readonly Dictionary<ulong, List<(byte[] Word, double LogProbability)>> byHash = [];

    /// <summary>Creates a table.</summary>
    /// <param name="counts">The words in lower case, with their counts. The last count of a word counts; the total is over all.</param>
    /// <exception cref="ArgumentException">There is no word, or a count is not positive.</exception>
    public UnigramTable(IEnumerable<KeyValuePair<string, long>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        KeyValuePair<string, long>[] all = [.. counts];
        if (all.Length == 0) throw new ArgumentException("The table has no word.", nameof(counts));
        if (Array.Find(all, one => one.Value <= 0) is { Key: { } bad } wrong)
            throw new ArgumentException($"'{bad}' has the count {wrong.Value}; counts are positive.", nameof(counts));
        double total = all.Sum(one => (double)one.Value);
        foreach ((string word, long count) in all)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(word);
            ref List<(byte[] Word, double LogProbability)>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(byHash, SpanHash.Compute(bytes), out _);
            list ??= [];
            list.RemoveAll(entry => entry.Word.AsSpan().SequenceEqual(bytes));
            list.Add((bytes, Math.Log(count / total)));
        }
        Fingerprint = WordListFile.Fingerprint([("counts", all.Select(one => FormattableString.Invariant($"{one.Key} {one.Value}")))]);
    }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The CSV file; it may be gzip.</param>
    /// <param name="files">The store of the file; null for the local file system.</param>
    /// <exception cref="InvalidDataException">A line has no word and count; the message names it.</exception>
    public static UnigramTable Load(string path, IFileStore? files = null)
    {
        IReadOnlyList<string> lines = WordListFile.Read(path, files, skipsComments: false);
        List<KeyValuePair<string, long>> counts = new(lines.Count);
        for (int i = 0; i < lines.Count; i++)
        {
            int comma = lines[i].LastIndexOf(',');
            if (i == 0 && lines[i] == "word,count") continue;
            if (comma < 1 || !long.TryParse(lines[i].AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count == 0)
                throw new InvalidDataException($"{path}, entry {i + 1}: '{lines[i]}' is not a word, a comma and a positive count.");
            counts.Add(new(lines[i][..comma].Trim('"'), count));
        }
        return new(counts);
    }

    /// <summary>Gets the natural logarithm of a word's probability.</summary>
    /// <param name="lower">The word in lower case.</param>
    /// <param name="unseen">The value for a word that is not in the table.</param>
    internal double LogProbability(ReadOnlySpan<byte> lower, double unseen)
    {
        if (!byHash.TryGetValue(SpanHash.Compute(lower), out List<(byte[] Word, double LogProbability)>? list)) return unseen;
        foreach ((byte[] word, double value) in list)
            if (lower.SequenceEqual(word)) return value;
        return unseen;
    }
}
