namespace DataCuration.Synthesis;

/// <summary>The relative frequencies of the tasks of graph problems. A weight of 0 leaves it out.</summary>
public sealed record GraphTaskWeights
{
    /// <summary>Creates the weights for one value only: 1 for it and 0 for the others.</summary>
    /// <param name="value">The value.</param>
    public static GraphTaskWeights Only(GraphTask value) => new()
    {
        Connectivity = value == GraphTask.Connectivity ? 1 : 0,
        ShortestPath = value == GraphTask.ShortestPath ? 1 : 0,
        WeightedShortestPath = value == GraphTask.WeightedShortestPath ? 1 : 0,
        TopologicalSort = value == GraphTask.TopologicalSort ? 1 : 0,
        CycleDetection = value == GraphTask.CycleDetection ? 1 : 0,
        BipartiteCheck = value == GraphTask.BipartiteCheck ? 1 : 0,
        ComponentCount = value == GraphTask.ComponentCount ? 1 : 0,
        SpanningTreeWeight = value == GraphTask.SpanningTreeWeight ? 1 : 0,
        MaximumFlow = value == GraphTask.MaximumFlow ? 1 : 0,
        StronglyConnectedComponents = value == GraphTask.StronglyConnectedComponents ? 1 : 0,
        Diameter = value == GraphTask.Diameter ? 1 : 0,
        Neighbours = value == GraphTask.Neighbours ? 1 : 0,
        HamiltonianPath = value == GraphTask.HamiltonianPath ? 1 : 0,
        TriangleCount = value == GraphTask.TriangleCount ? 1 : 0,
        EulerianPath = value == GraphTask.EulerianPath ? 1 : 0,
        Bridges = value == GraphTask.Bridges ? 1 : 0,
    };

    /// <summary>The weight of <see cref="GraphTask.Connectivity"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Connectivity { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.ShortestPath"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double ShortestPath { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.WeightedShortestPath"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightedShortestPath { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.TopologicalSort"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double TopologicalSort { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.CycleDetection"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double CycleDetection { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.BipartiteCheck"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double BipartiteCheck { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.ComponentCount"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double ComponentCount { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.SpanningTreeWeight"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double SpanningTreeWeight { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.MaximumFlow"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MaximumFlow { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.StronglyConnectedComponents"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double StronglyConnectedComponents { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.Diameter"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Diameter { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.Neighbours"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Neighbours { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.HamiltonianPath"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double HamiltonianPath { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.TriangleCount"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double TriangleCount { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.EulerianPath"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double EulerianPath { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphTask.Bridges"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all tasks alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Bridges { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weights in the order of <see cref="GraphTask"/>.</summary>
    internal double[] ToArray() =>
    [
        Connectivity, ShortestPath, WeightedShortestPath, TopologicalSort,
        CycleDetection, BipartiteCheck, ComponentCount, SpanningTreeWeight,
        MaximumFlow, StronglyConnectedComponents, Diameter, Neighbours,
        HamiltonianPath, TriangleCount, EulerianPath, Bridges,
    ];
}
