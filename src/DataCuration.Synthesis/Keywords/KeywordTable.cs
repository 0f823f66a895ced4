using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>The keywords of a domain with their weights, and draws from them.</summary>
public sealed class KeywordTable : IArtifact
{
    /// <summary>Creates a table.</summary>
    /// <param name="keywords">The keywords, each once.</param>
    /// <exception cref="ArgumentException">There are no keywords, one is empty or repeated, or a weight is not above 0 and finite.</exception>
    public KeywordTable(IEnumerable<Keyword> keywords)
    {
        ArgumentNullException.ThrowIfNull(keywords);
        Keywords = [.. keywords];
        if (Keywords.IsEmpty) throw new ArgumentException("There are no keywords.", nameof(keywords));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var hash = new XxHash128();
        foreach (Keyword keyword in Keywords)
        {
            if (string.IsNullOrWhiteSpace(keyword.Text)) throw new ArgumentException("A keyword is empty.", nameof(keywords));
            if (!seen.Add(keyword.Text)) throw new ArgumentException($"The keyword '{keyword.Text}' is in the table twice.", nameof(keywords));
            if (!(keyword.Weight > 0) || !double.IsFinite(keyword.Weight)) throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The keyword '{keyword.Text}' has the weight {keyword.Weight}: it must be above 0 and finite."),
                nameof(keywords));
            byte[] text = Encoding.UTF8.GetBytes(keyword.Text);
            hash.Append(BitConverter.GetBytes(keyword.Weight));
            hash.Append(BitConverter.GetBytes(text.Length));
            hash.Append(text);
        }
        Fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The keywords.</summary>
    public ImmutableArray<Keyword> Keywords { get; }

    /// <summary>A hash of the table.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a table in UTF-8: on each line a keyword, or a keyword, a tab and its weight. A keyword alone has the weight 1.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in. Default: the local file system.</param>
    /// <exception cref="InvalidDataException">A line is not valid; the message names it.</exception>
    public static KeywordTable Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var keywords = new List<Keyword>();
        foreach ((int number, string line) in TextTableReader.ReadLines(files ?? LocalFileStore.Instance, path))
        {
            string[] cells = line.Split('\t');
            double weight = 1;
            if (cells.Length > 2 || (cells.Length == 2 && !double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out weight)))
                throw new InvalidDataException($"{path}, line {number} is no keyword with a weight: {line}");
            keywords.Add(new Keyword(cells[0].Trim(), weight));
        }
        try
        {
            return new KeywordTable(keywords);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Draws keywords without replacement. Each draw takes one of those left with a probability proportional to weight^(1 / temperature). A high temperature
    /// makes rare keywords more frequent.
    /// </summary>
    /// <remarks>
    /// Gumbel top-k (Kool, van Hoof and Welling 2019), in the form of an exponential race: the smallest values of -ln(u) / weight^(1 / temperature). The time
    /// is linear in the size of the table.
    /// </remarks>
    /// <param name="count">The number of keywords, from 1 to the size of the table.</param>
    /// <param name="temperature">The temperature; above 0 and finite.</param>
    /// <param name="random">The random numbers; one is used for each keyword of the table.</param>
    /// <returns>The keywords in the order of the draws.</returns>
    public IReadOnlyList<Keyword> Sample(int count, double temperature, ref SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Keywords.Length);
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is above 0 and finite.");
        // Logarithms of the waiting times: weights to a power can be too large or too small for a double.
        var times = new double[Keywords.Length];
        for (int i = 0; i < times.Length; i++)
        {
            double uniform = ((random.NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));
            times[i] = DeterministicMath.Log(-DeterministicMath.Log(uniform)) - DeterministicMath.Log(Keywords[i].Weight) / temperature;
        }
        int[] order = [.. Enumerable.Range(0, times.Length)];
        // Equal times are possible in theory: the order of the table decides.
        if (count < times.Length)
        {
            var worst = new PriorityQueue<int, (double, int)>(Comparer<(double, int)>.Create(static (a, b) => b.CompareTo(a)));
            for (int i = 0; i < times.Length; i++)
            {
                if (i < count) worst.Enqueue(i, (times[i], i));
                else worst.EnqueueDequeue(i, (times[i], i));
            }
            order = [.. worst.UnorderedItems.Select(item => item.Element)];
        }
        Array.Sort(order, (a, b) => (times[a], a).CompareTo((times[b], b)));
        return [.. order.Select(i => Keywords[i])];
    }
}
