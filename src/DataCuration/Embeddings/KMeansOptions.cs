namespace DataCuration;

/// <summary>The options of <see cref="KMeans"/>.</summary>
public sealed record KMeansOptions
{
    /// <summary>The number of clusters, 1 or more. Default: 100 (NeMo Curator's <c>n_clusters</c>).</summary>
    public int Clusters
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is at least one cluster.");
    } = 100;

    /// <summary>The distance. Default: cosine. Vectors and centroids are scaled to length 1 for it.</summary>
    public VectorDistance Distance
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such distance.");
    }

    /// <summary>The seed of the first centroids and of batches. Default: 42 (NeMo Curator).</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>The maximum number of passes over the vectors, or of batches. Default: 300 (NeMo Curator's <c>max_iter</c>).</summary>
    public int MaxIterations
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of passes is not negative.");
    } = 300;

    /// <summary>The sum of the squared moves of all centroids from which the passes end. Default: 1e-4 (the <c>tol</c> of NeMo Curator).</summary>
    public double Tolerance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A tolerance is not negative.");
    } = 1e-4;

    /// <summary>The number of vectors of a batch (Sculley, "Web-scale k-means clustering", 2010); 0 for full passes (Lloyd). Default: 0.</summary>
    public int BatchSize
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A size is not negative.");
    }

    /// <summary>
    /// The number of vectors, drawn at random, from which the first centroids are chosen by k-means++ (Arthur and Vassilvitskii 2007). They are held in memory.
    /// At least the number of clusters is used. Default: 20,000.
    /// </summary>
    public int InitialVectors
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one vector is drawn.");
    } = 20_000;

    /// <summary>The number of threads. The result does not depend on it. Default: 1.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread is needed.");
    } = 1;

    /// <summary>Writes the options that change the result.</summary>
    /// <param name="writer">Receives them.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Clusters), Clusters);
        writer.Add(nameof(Distance), Distance.ToString());
        writer.Add(nameof(Seed), Seed);
        writer.Add(nameof(MaxIterations), MaxIterations);
        writer.Add(nameof(Tolerance), Tolerance);
        writer.Add(nameof(BatchSize), BatchSize);
        writer.Add(nameof(InitialVectors), InitialVectors);
    }
}
