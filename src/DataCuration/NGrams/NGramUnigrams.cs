using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>The probabilities of the unigrams, the discounts of all orders and the numbers of n-grams: what all later steps of the training share.</summary>
internal sealed class NGramUnigrams
{
    private const string FileName = "unigrams.doubles";
    private readonly NGramDiscounts[] discounts;
    private readonly double[] kept;

    private NGramUnigrams(double[] probabilities, NGramDiscounts[] discounts, double[] kept)
    {
        Probabilities = probabilities;
        this.discounts = discounts;
        this.kept = kept;
    }

    /// <summary>The probability of each word. That of the start of a sentence, which is never predicted, is 0.</summary>
    public double[] Probabilities { get; }

    public NGramDiscounts Discounts(int order) => discounts[order - 1];

    public long KeptCount(int order) => (long)kept[order - 1];

    /// <summary>Estimates the probabilities: discounted counts, interpolated with the uniform distribution over the words that can be predicted.</summary>
    public static NGramUnigrams Estimate(long[] adjusted, NGramDiscounts[] discounts, NGramStatistics statistics)
    {
        long sum = 0;
        double mass = 0;
        for (int id = 0; id < adjusted.Length; id++)
        {
            if (id == NGramVocabulary.SentenceStart) continue;
            sum = checked(sum + adjusted[id]);
            mass += discounts[0].Of(adjusted[id]);
        }
        double uniform = mass / sum / (adjusted.Length - 1);
        var probabilities = new double[adjusted.Length];
        for (int id = 0; id < adjusted.Length; id++)
            if (id != NGramVocabulary.SentenceStart) probabilities[id] = ((adjusted[id] - discounts[0].Of(adjusted[id])) / sum) + uniform;
        return new(probabilities, discounts, [.. Enumerable.Range(1, discounts.Length).Select(n => (double)statistics.Kept(n))]);
    }

    public void Write(ShardOutput output)
    {
        var values = new List<double> { discounts.Length };
        foreach (NGramDiscounts one in discounts) values.AddRange([one.One, one.Two, one.Three]);
        values.AddRange(kept);
        Stream stream = output.CreateFile(FileName);
        stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));
        stream.Write(MemoryMarshal.AsBytes(Probabilities.AsSpan()));
    }

    public static NGramUnigrams Load(PhaseFiles files)
    {
        string path = files.FindFile(FileName) ?? throw new CurationException($"'{files.FolderPath}' has no file '{FileName}'.");
        byte[] bytes = files.Files.ReadAllBytes(path);
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(bytes);
        int order = values.Length > 0 ? (int)values[0] : 0;
        if (bytes.Length % sizeof(double) != 0 || order is < 1 or > NGramModel.MaxOrder || values.Length <= 1 + (4 * order))
            throw new InvalidDataException($"'{path}' does not hold the unigrams of a training.");
        var discounts = new NGramDiscounts[order];
        for (int n = 0; n < order; n++) discounts[n] = new(values[1 + (3 * n)], values[2 + (3 * n)], values[3 + (3 * n)]);
        return new(values[(1 + (4 * order))..].ToArray(), discounts, values.Slice(1 + (3 * order), order).ToArray());
    }
}
