using System.Text;

namespace DataCuration.Filters;

/// <summary>Collects the n-grams or paragraphs of benchmark items.</summary>
internal sealed class ContaminationIndexBuilder(ContaminationSettings settings, bool includesQueries, bool includesOverlaps)
{
    private readonly List<ContaminationItem> items = [];
    private readonly Dictionary<ulong, List<int>> postings = [];
    private readonly ContaminationText answerText = new();
    private readonly ContaminationText queryText = new();

    /// <summary>Computes the distinct hashes of an item, in ascending order.</summary>
    /// <param name="query">The question or prompt; null for none.</param>
    /// <param name="answers">The answers.</param>
    public ulong[] Hash(string? query, IReadOnlyList<string> answers)
    {
        var hashes = new HashSet<ulong>();
        if (query is not null) queryText.Read(settings, Encoding.UTF8.GetBytes(query));
        if (query is not null && includesQueries) Add(queryText, hashes);
        foreach (string answer in answers)
        {
            answerText.Read(settings, Encoding.UTF8.GetBytes(answer));
            Add(answerText, hashes);
            if (query is not null && includesOverlaps && settings.Unit == ContaminationUnit.NGrams) AddOverlaps(hashes);
        }
        ulong[] sorted = [.. hashes];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Adds an item with its hashes.</summary>
    public void Add(string benchmark, string id, ReadOnlySpan<ulong> hashes)
    {
        int number = items.Count;
        items.Add(new(benchmark, id, hashes.Length));
        foreach (ulong hash in hashes)
        {
            if (!postings.TryGetValue(hash, out List<int>? list)) postings.Add(hash, list = []);
            list.Add(number);
        }
    }

    /// <summary>Makes the index.</summary>
    public ContaminationIndex Build()
    {
        ulong[] hashes = [.. postings.Keys];
        Array.Sort(hashes);
        int[] starts = new int[hashes.Length + 1];
        var flat = new List<int>();
        for (int i = 0; i < hashes.Length; i++)
        {
            starts[i] = flat.Count;
            flat.AddRange(postings[hashes[i]]);
        }
        starts[^1] = flat.Count;
        return new(settings, [.. items], hashes, starts, [.. flat]);
    }

    private static void Add(ContaminationText text, HashSet<ulong> hashes)
    {
        foreach (ulong hash in text.HashAll()) hashes.Add(hash);
    }

    /// <summary>Adds the n-grams that begin in the query and end in the answer.</summary>
    private void AddOverlaps(HashSet<ulong> hashes)
    {
        int n = settings.Words;
        var joined = new List<byte>();
        for (int fromAnswer = 1; fromAnswer < n; fromAnswer++)
        {
            int fromQuery = n - fromAnswer;
            if (queryText.Parts < fromQuery || answerText.Parts < fromAnswer) continue;
            joined.Clear();
            for (int i = queryText.Parts - fromQuery; i < queryText.Parts; i++) Append(joined, queryText.GetWord(i));
            for (int i = 0; i < fromAnswer; i++) Append(joined, answerText.GetWord(i));
            hashes.Add(ContaminationSettings.Hash([.. joined]));
        }
    }

    private static void Append(List<byte> joined, ReadOnlySpan<byte> word)
    {
        if (joined.Count > 0) joined.Add((byte)' ');
        joined.AddRange(word);
    }
}
