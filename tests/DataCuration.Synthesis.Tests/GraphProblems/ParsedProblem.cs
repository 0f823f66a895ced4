using System.Globalization;
using System.Text.RegularExpressions;

namespace DataCuration.Synthesis.Tests;

/// <summary>A graph problem as a reader of its text sees it.</summary>
internal sealed partial class ParsedProblem
{
    public required GraphTask Task { get; init; }

    public required string[] Names { get; init; }

    public required int[,] Weights { get; init; }

    public required string Question { get; init; }

    public required string Answer { get; init; }

    public required int Edges { get; init; }

    /// <summary>The numbers of the nodes that the question names, in its order.</summary>
    public int[] Asked => [.. Token().Matches(Question).Select(match => Array.IndexOf(Names, match.Value)).Where(node => node >= 0)];

    public int Count => Names.Length;

    public bool Has(int a, int b) => Weights[a, b] > 0;

    public int[] Path(string separator) => [.. Answer.Split(", weight")[0].Split(separator).Select(name =>
    {
        int node = Array.IndexOf(Names, name);
        Assert.True(node >= 0, $"'{name}' of '{Answer}' is no node.");
        return node;
    })];

    public static ParsedProblem Parse(Document document)
    {
        GraphTask task = Enum.Parse<GraphTask>(document.Get(GraphAnnotations.Task));
        string[] lines = document.Text.Split('\n');
        Match named = Nodes().Match(lines[0]);
        Assert.True(named.Success, lines[0]);
        string[] names = named.Groups[1].Value.Split(", ");
        int end = 1;
        while (!lines[end].EndsWith('.') && !lines[end].EndsWith('?')) end++;
        bool isDirected = task is GraphTask.TopologicalSort or GraphTask.CycleDetection or GraphTask.MaximumFlow or GraphTask.StronglyConnectedComponents;
        var weights = new int[names.Length, names.Length];
        int edges = 0;
        foreach (Match edge in Edge().Matches(string.Join('\n', lines[1..end])))
        {
            int from = Array.IndexOf(names, edge.Groups[1].Value), to = Array.IndexOf(names, edge.Groups[2].Value);
            Assert.True(from >= 0 && to >= 0 && from != to && weights[from, to] == 0, edge.Value);
            int weight = edge.Groups[3].Success ? int.Parse(edge.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
            weights[from, to] = weight;
            if (!isDirected) weights[to, from] = weight;
            edges++;
        }
        Assert.StartsWith(GraphProblemSource.AnswerPrefix, lines[^1], StringComparison.Ordinal);
        string answer = lines[^1][GraphProblemSource.AnswerPrefix.Length..];
        Assert.Equal(document.Get(GraphAnnotations.Answer), answer);
        Assert.Equal(document.Get(GraphAnnotations.Nodes), names.Length);
        Assert.Equal(document.Get(GraphAnnotations.Edges), edges);
        return new() { Task = task, Names = names, Weights = weights, Question = lines[end], Answer = answer, Edges = edges };
    }

    [GeneratedRegex(@"(?:nodes|towns|computers) ((?:\w+, )*\w+)")]
    private static partial Regex Nodes();

    [GeneratedRegex(@"\(?(\w+)(?:, | -> | - | )(\w+)(?:(?:, | \(| )(\d+))?\)?(?:, |; |\n|$)")]
    private static partial Regex Edge();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Token();
}
