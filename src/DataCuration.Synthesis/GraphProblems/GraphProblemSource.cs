using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// A corpus of graph problems with solutions that are computed, in the manner of GraphPile (arXiv 2507.17168: continued pretraining on graph problems
/// improves reasoning). Each document has a question in plain English, a solution in one of four styles, and the answer in the last line:
/// <c>Answer: yes</c>.
/// </summary>
/// <remarks>
/// <para>A document depends on its number, the seed and the options only. Its id is <c>graph-SEED-NUMBER</c>. The annotations of
/// <see cref="GraphAnnotations"/> repeat the task, the style, the size and the answer.</para>
/// <para>Where several answers are right (paths, orders), the text has the first one in the order of the nodes. The wordings and programs are ours. GraphPile
/// has 23 tasks and also real graphs; this source has 16 tasks on random graphs.</para>
/// </remarks>
/// <param name="documents">The number of documents; not negative.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// var problems = new GraphProblemSource(100_000) { MaxNodes = 10, Seed = 17 };
/// await Corpus.FromSource(problems).WriteJsonlAsync("graphs", run);
/// </code>
/// </example>
public sealed class GraphProblemSource(long documents) : IShardedSource
{
    /// <summary>The value of <see cref="SyntheticAnnotations.Method"/>; the kind is the task.</summary>
    public const string MethodName = "graph_problem";

    /// <summary>The start of the last line.</summary>
    public const string AnswerPrefix = "Answer: ";

    private const int BytesPerDocument = 1_000;
    private readonly long documents = documents >= 0 ? documents
        : throw new ArgumentOutOfRangeException(nameof(documents), documents, "The number of documents must not be negative.");
    private WeightedChoice? tasks, styles;

    /// <summary>The relative frequencies of the tasks.</summary>
    /// <value>Default: all tasks alike (our choice).</value>
    public GraphTaskWeights Tasks { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The relative frequencies of the styles.</summary>
    /// <value>Default: all styles alike (our choice).</value>
    public GraphStyleWeights Styles { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The smallest number of nodes.</summary>
    /// <value>From 3 to 200; default 5 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public int MinNodes { get; init => field = CheckNodes(value, nameof(MinNodes)); } = 5;

    /// <summary>The largest number of nodes. Hamiltonian path problems have at most 9.</summary>
    /// <value>From 3 to 200; default 12 (our choice: the steps of most tasks fit into 1,000 tokens).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public int MaxNodes { get; init => field = CheckNodes(value, nameof(MaxNodes)); } = 12;

    /// <summary>The probability of an edge between two nodes.</summary>
    /// <value>Above 0, at most 1; default 0.3 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Density
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Density must be above 0 and at most 1.");
    } = 0.3;

    /// <summary>The largest weight of an edge. Weights are drawn uniformly from 1 to this number.</summary>
    /// <value>From 1 to 1,000,000; default 20 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public int MaxWeight
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxWeight must be between 1 and 1,000,000.");
    } = 20;

    /// <summary>The seed.</summary>
    /// <value>Any number; default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The number of documents in a shard.</summary>
    /// <value>At least 1; default 10,000 (our choice: about a second of work).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int DocumentsPerShard
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "DocumentsPerShard must be at least 1.");
    } = 10_000;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("documents", documents);
        double[] weights = Tasks.ToArray();
        for (int i = 0; i < weights.Length; i++) writer.Add($"{nameof(Tasks)}.{(GraphTask)i}", weights[i]);
        weights = Styles.ToArray();
        for (int i = 0; i < weights.Length; i++) writer.Add($"{nameof(Styles)}.{(GraphStyle)i}", weights[i]);
        writer.Add(nameof(MinNodes), MinNodes);
        writer.Add(nameof(MaxNodes), MaxNodes);
        writer.Add(nameof(Density), Density);
        writer.Add(nameof(MaxWeight), MaxWeight);
        writer.Add(nameof(Seed), Seed);
        writer.Add(nameof(DocumentsPerShard), DocumentsPerShard);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">All tasks or all styles have the weight 0, or no number of nodes is possible.</exception>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        if (MinNodes > MaxNodes) throw new ArgumentException($"MinNodes is {MinNodes} and MaxNodes is {MaxNodes}: it must not be smaller.");
        if (Tasks.HamiltonianPath > 0 && MinNodes > GraphShapes.MaxHamiltonianNodes)
            throw new ArgumentException($"MinNodes is {MinNodes}, and Hamiltonian path problems have at most {GraphShapes.MaxHamiltonianNodes} nodes. "
                + "Set Tasks.HamiltonianPath to 0 or use a smaller MinNodes.");
        _ = (TaskChoice(), StyleChoice());
        return new(GeneratedShards.List("graph-problems", documents, DocumentsPerShard, BytesPerDocument));
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits) => GeneratedShards.Open(shard, Create);

    /// <summary>Draws a problem.</summary>
    internal (GraphInstance Problem, GraphStyle Style) Draw(ref SeededRandom random)
    {
        var task = (GraphTask)TaskChoice().Next(ref random);
        var style = (GraphStyle)StyleChoice().Next(ref random);
        int most = task == GraphTask.HamiltonianPath ? Math.Min(MaxNodes, GraphShapes.MaxHamiltonianNodes) : MaxNodes;
        int nodes = MinNodes + (int)random.NextInt64(most - MinNodes + 1);
        return (GraphShapes.Draw(task, nodes, Density, MaxWeight, ref random), style);
    }

    private static int CheckNodes(int value, string name) => value is >= 3 and <= 200 ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be between 3 and 200.");

    private Document Create(long number, DocumentOrigin origin)
    {
        SeededRandom random = SeededRandom.Create(Seed, "graph-problems", GeneratedShards.Format(number));
        (GraphInstance problem, GraphStyle style) = Draw(ref random);
        StringBuilder text = GraphWording.Write(problem, ref random, out string[] names);
        var work = new GraphWork(style, names);
        string answer = GraphSolver.Solve(problem, work);
        if (style == GraphStyle.Program) text.Append("\n```python\n").Append(GraphPrograms.Write(problem, names)).Append("\n```\n");
        else if (work.Text.Length > 0) text.Append('\n').Append(work.Text);
        text.Append('\n').Append(AnswerPrefix).Append(answer);
        string seed = Seed.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new Document(Encoding.UTF8.GetBytes($"graph-{seed}-{GeneratedShards.Format(number)}"), Encoding.UTF8.GetBytes(text.ToString()), origin).Edit()
            .Set(SyntheticAnnotations.Method, MethodName).Set(SyntheticAnnotations.Kind, problem.Task.ToString())
            .Set(GraphAnnotations.Task, problem.Task.ToString()).Set(GraphAnnotations.Style, style.ToString())
            .Set(GraphAnnotations.Nodes, problem.Graph.Nodes).Set(GraphAnnotations.Edges, problem.Graph.Edges.Count)
            .Set(GraphAnnotations.Seed, seed).Set(GraphAnnotations.Answer, answer).Build();
    }

    private WeightedChoice TaskChoice() => tasks ??= new WeightedChoice(Tasks.ToArray(), nameof(Tasks));

    private WeightedChoice StyleChoice() => styles ??= new WeightedChoice(Styles.ToArray(), nameof(Styles));
}
