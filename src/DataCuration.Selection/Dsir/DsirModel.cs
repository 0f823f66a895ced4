using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Selection;

/// <summary>
/// A fitted importance estimator: n-gram counts of the raw corpus and of the targets, and the distributions computed from them. It is one file, which is
/// read back bit for bit.
/// </summary>
public sealed class DsirModel : IArtifact
{
    /// <summary>The name of the file in a fit's folder.</summary>
    internal const string FileName = "dsir.model";
    private const int FormatVersion = 1;
    private readonly double[] rawProbabilities;
    private readonly double[][] targetProbabilities;
    private readonly long[][] targetCounts;
    private readonly double[] targetProportions;
    private readonly double[] logRatios;

    private DsirModel(HashedNGrams features, double smoothing, long[] raw, long[][] targets, double[]? proportions, string fingerprint)
    {
        Features = features;
        TargetSmoothing = smoothing;
        RawNGrams = raw.Sum();
        Fingerprint = fingerprint;
        targetCounts = targets;
        int buckets = features.Buckets;
        rawProbabilities = new double[buckets];
        // A corpus without documents has the distribution 0; there is nothing to weigh.
        if (RawNGrams > 0) DsirMath.RawProbabilities(raw, rawProbabilities);
        targetProbabilities = new double[targets.Length][];
        logRatios = new double[targets.Length * buckets];
        for (int k = 0; k < targets.Length; k++)
        {
            targetProbabilities[k] = new double[buckets];
            DsirMath.TargetProbabilities(targets[k], smoothing, targetProbabilities[k]);
            DsirMath.LogRatios(targetProbabilities[k], rawProbabilities, logRatios.AsSpan(k * buckets, buckets));
        }
        targetProportions = new double[targets.Length];
        if (proportions is not null) DsirMath.TargetProportions(proportions, targetProportions);
        else DsirMath.TargetProportions([.. targets.Select(counts => counts.Sum())], targetProportions);
    }

    /// <summary>The features that the model was fitted on.</summary>
    public HashedNGrams Features { get; }

    /// <summary>The pseudo-count of the targets.</summary>
    public double TargetSmoothing { get; }

    /// <summary>The number of n-grams counted in the raw corpus.</summary>
    public long RawNGrams { get; }

    /// <summary>The number of target distributions: one, unless targets are separate.</summary>
    public int TargetCount => targetProbabilities.Length;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The distribution of the raw corpus over the buckets, without smoothing.</summary>
    public ReadOnlySpan<double> RawProbabilities => rawProbabilities;

    /// <summary>The share of the selection for each target; the sum is 1.</summary>
    public ReadOnlySpan<double> TargetProportions => targetProportions;

    /// <summary>
    /// The log ratios: for each target and bucket, at <c>target × buckets + bucket</c>, ln(p + 1e-8) − ln(q + 1e-8) of target probability p and raw
    /// probability q.
    /// </summary>
    public ReadOnlySpan<double> LogRatios => logRatios;

    /// <summary>Returns a target's distribution over the buckets, with smoothing.</summary>
    /// <param name="target">The number of the target.</param>
    public ReadOnlySpan<double> TargetProbabilities(int target) => targetProbabilities[target];

    /// <summary>Returns a target's distribution without pseudo-counts, for divergences.</summary>
    /// <param name="target">The number of the target.</param>
    internal double[] UnsmoothedTarget(int target)
    {
        var distribution = new double[Features.Buckets];
        DsirMath.RawProbabilities(targetCounts[target], distribution);
        return distribution;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file of the model.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The file is not a model, is damaged, or has another version; the message gives the reason.</exception>
    public static DsirModel Load(string path, IFileStore? files = null)
    {
        byte[] bytes = (files ?? LocalFileStore.Instance).ReadAllBytes(path);
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (!reader.ReadBytes(8).AsSpan().SequenceEqual("DSIRMODL"u8))
                throw new InvalidDataException($"'{path}' is not a DSIR model: it does not begin with DSIRMODL.");
            int version = reader.ReadInt32();
            if (version != FormatVersion) throw new InvalidDataException($"'{path}': format version is {version}, this library reads {FormatVersion}.");
            int ngrams = reader.ReadInt32(), buckets = reader.ReadInt32(), hash = reader.ReadInt32(), targetCount = reader.ReadInt32();
            bool hasProportions = reader.ReadInt32() != 0;
            double smoothing = reader.ReadDouble();
            if (ngrams is < 1 or > 16) throw new InvalidDataException($"'{path}': ngrams is {ngrams}, not 1 to 16.");
            if (hash is not ((int)NGramHash.Sha256 or (int)NGramHash.XxHash3)) throw new InvalidDataException($"'{path}': hash is {hash}, which is unknown.");
            // Checked before anything is allocated, so that a damaged count does not allocate memory.
            Int128 expected = reader.BaseStream.Position + (hasProportions ? targetCount * 8L : 0) + (Int128)(targetCount + 1L) * buckets * 8 + 16;
            if (buckets is < 1 or > HashedNGrams.MaxBuckets || targetCount < 1 || expected != bytes.Length)
                throw new InvalidDataException($"'{path}': {buckets} buckets and {targetCount} targets do not match the file's {bytes.Length} bytes.");
            byte[] check = XxHash128.Hash(bytes.AsSpan(0, bytes.Length - 16));
            if (!check.AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - 16)))
                throw new InvalidDataException($"'{path}' is damaged: its checksum does not match.");
            if (smoothing is not (>= 0 and < double.PositiveInfinity)) throw new InvalidDataException($"'{path}': smoothing is {smoothing}.");
            double[]? proportions = hasProportions ? ReadArray<double>(reader, targetCount) : null;
            long[] raw = ReadArray<long>(reader, buckets);
            var targets = new long[targetCount][];
            for (int k = 0; k < targetCount; k++) targets[k] = ReadArray<long>(reader, buckets);
            var features = new HashedNGrams { NGrams = ngrams, Buckets = buckets, Hash = (NGramHash)hash };
            return new(features, smoothing, raw, targets, proportions, Convert.ToHexStringLower(check));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"'{path}' is truncated: it ends at byte {bytes.Length}.", e);
        }
    }

    /// <summary>Checks that the model was fitted on the caller's features.</summary>
    /// <param name="features">The caller's features.</param>
    /// <exception cref="CurationException">The features differ; the message names both.</exception>
    public void RequireFeatures(HashedNGrams features)
    {
        if (features != Features) throw new CurationException($"The DSIR model was fitted on {Features}, not on {features}: its weights would be meaningless.");
    }

    internal static void Write(Stream output, HashedNGrams features, double smoothing, long[] raw, IReadOnlyList<long[]> targets,
        IReadOnlyList<double>? proportions)
    {
        var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("DSIRMODL"u8);
            writer.Write(FormatVersion);
            writer.Write(features.NGrams);
            writer.Write(features.Buckets);
            writer.Write((int)features.Hash);
            writer.Write(targets.Count);
            writer.Write(proportions is null ? 0 : 1);
            writer.Write(smoothing);
            foreach (double proportion in proportions ?? []) writer.Write(proportion);
            writer.Write(MemoryMarshal.AsBytes(raw.AsSpan()));
            foreach (long[] counts in targets) writer.Write(MemoryMarshal.AsBytes(counts.AsSpan()));
        }
        ReadOnlySpan<byte> bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        output.Write(bytes);
        output.Write(XxHash128.Hash(bytes));
    }

    private static T[] ReadArray<T>(BinaryReader reader, int count) where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
