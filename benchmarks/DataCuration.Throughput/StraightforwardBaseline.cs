using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>The stages as a direct port of the reference, without optimisation: <see cref="JsonDocument"/>, strings, and the test kit's port of the
/// features.</summary>
internal sealed class StraightforwardBaseline(int ngrams, int buckets)
{
    private readonly StraightforwardDsir features = new(ngrams, buckets);

    /// <summary>Returns the lines that start in the first bytes of a file.</summary>
    public static string[] Head(string path, long bytes)
    {
        var lines = new List<string>();
        foreach (string line in File.ReadLines(path))
        {
            if (bytes <= 0) break;
            lines.Add(line);
            bytes -= Encoding.UTF8.GetByteCount(line) + 1;
        }
        return [.. lines];
    }

    /// <summary>Computes the log ratios.</summary>
    public double[] Fit(string[] raw, string[] target, out long documents, out long targetBytes)
    {
        documents = raw.Length + target.Length;
        targetBytes = target.Sum(line => (long)Encoding.UTF8.GetByteCount(line) + 1);
        long[] rawCounts = Count(raw);
        long[] targetCounts = Count(target);
        double rawTotal = rawCounts.Sum(), targetTotal = targetCounts.Sum();
        var ratios = new double[buckets];
        for (int i = 0; i < buckets; i++) ratios[i] = Math.Log((targetCounts[i] / targetTotal) + 1e-8) - Math.Log((rawCounts[i] / rawTotal) + 1e-8);
        return ratios;
    }

    /// <summary>Computes the log importance weights.</summary>
    public double[] Weigh(string[] raw, double[] ratios) => [.. raw.Select(line => features.Weight(Text(line), ratios))];

    private long[] Count(string[] lines)
    {
        var sums = new long[buckets];
        foreach (string line in lines)
        {
            long[] counts = features.Counts(Text(line));
            for (int i = 0; i < buckets; i++) sums[i] += counts[i];
        }
        return sums;
    }

    private static string Text(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("text").GetString()!;
    }
}
