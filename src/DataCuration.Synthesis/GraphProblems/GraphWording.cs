using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>The words of a question: the setting, the names of the nodes, the form of the list of edges, and the question itself.</summary>
internal static class GraphWording
{
    /// <summary>The forms of a list of edges.</summary>
    private const int Forms = 3;

    private static readonly Setting[] Settings =
    [
        new("node", "nodes", ["A graph has the nodes {0} and these {1}:", "Take the graph with the nodes {0} and the following {1}:"],
            "undirected edges", "directed edges", "weight", node => GeneratedShards.Format(node)),
        new("town", "towns", ["The towns {0} are joined by these {1}:", "A map shows the towns {0}. It has the following {1}:"],
            "roads", "one-way roads", "length", node => node < 26 ? ((char)('A' + node)).ToString() : "T" + GeneratedShards.Format(node)),
        new("computer", "computers",
            ["A network consists of the computers {0}. It has these {1}:", "In a machine room, the computers {0} have the following {1}:"],
            "two-way links", "one-way links", "delay", node => "pc" + GeneratedShards.Format(node)),
    ];

    /// <summary>Draws a wording and writes the question.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="random">Draws the wording.</param>
    /// <param name="names">The names of the nodes.</param>
    public static StringBuilder Write(GraphInstance problem, ref SeededRandom random, out string[] names)
    {
        Setting setting = Settings[random.NextInt64(Settings.Length)];
        Graph graph = problem.Graph;
        string[] named = [.. Enumerable.Range(0, graph.Nodes).Select(setting.Name)];
        string measure = problem.Task == GraphTask.MaximumFlow ? "capacity" : setting.Measure;
        int form = (int)random.NextInt64(Forms);
        string edges = (graph.IsDirected ? setting.Directed : setting.Undirected) + Describe(form, graph, measure);
        var text = new StringBuilder();
        text.AppendFormat(CultureInfo.InvariantCulture, setting.Intros[random.NextInt64(setting.Intros.Length)], string.Join(", ", named), edges).Append('\n');
        string between = form switch { 0 => ", ", 1 => "; ", _ => "\n" };
        for (int i = 0; i < graph.Edges.Count; i++)
        {
            if (i > 0) text.Append(between);
            GraphEdge edge = graph.Edges[i];
            string from = named[edge.From], to = named[edge.To], weight = GeneratedShards.Format(edge.Weight);
            text.Append((form, graph.IsWeighted) switch
            {
                (0, false) => $"({from}, {to})",
                (0, true) => $"({from}, {to}, {weight})",
                (1, false) => $"{from} {(graph.IsDirected ? "->" : "-")} {to}",
                (1, true) => $"{from} {(graph.IsDirected ? "->" : "-")} {to} ({weight})",
                (_, false) => $"{from} {to}",
                _ => $"{from} {to} {weight}",
            });
        }
        string[] questions = Questions(problem.Task);
        string question = questions[random.NextInt64(questions.Length)];
        text.Append('\n').AppendFormat(CultureInfo.InvariantCulture, question,
            named[problem.Source], named[problem.Target], setting.Noun, setting.Nouns, measure).Append('\n');
        names = named;
        return text;
    }

    private static string Describe(int form, Graph graph, string measure) => (form, graph.IsDirected, graph.IsWeighted) switch
    {
        (0, false, false) => ", written as pairs",
        (0, true, false) => ", written as (from, to)",
        (0, false, true) => $", written as two ends and the {measure}",
        (0, true, true) => $", written as (from, to, {measure})",
        (1, _, false) => "",
        (1, _, true) => $" with the {measure} in brackets",
        (_, false, false) => ", one on each line",
        (_, true, false) => ", one on each line, start before end",
        (_, false, true) => $", one on each line, with the {measure} last",
        _ => $", one on each line: start, end and {measure}",
    };

    /// <summary>The questions of a task. {0} is the first node, {1} the second, {2} the noun, {3} its plural, {4} the measure of edges.</summary>
    private static string[] Questions(GraphTask task) => task switch
    {
        GraphTask.Connectivity => ["Is there a path between {0} and {1}? Answer yes or no.", "Can one get from {0} to {1}? Answer yes or no.",
            "Do {0} and {1} belong to the same connected part? Answer yes or no."],
        GraphTask.ShortestPath => ["Find a path from {0} to {1} with as few edges as possible. Answer none if there is no path.",
            "Which way from {0} to {1} has the fewest steps? If there is none, say none.",
            "Give a shortest path from {0} to {1}, counted in edges, or none."],
        GraphTask.WeightedShortestPath => ["Find a path from {0} to {1} with the smallest total {4}, and that total. Answer none if there is no path.",
            "Which way from {0} to {1} has the least {4} in total, and how much is it? If there is none, say none.",
            "Give a path from {0} to {1} that minimizes the sum of the {4}, with the sum, or none."],
        GraphTask.TopologicalSort =>
            ["Put the {3} in an order in which each edge leads from an earlier {2} to a later one. Answer none if that is impossible.",
            "Give a topological order of the {3}, or none if there is a cycle.",
            "Sort the {3} so that no edge leads backwards. If there is no such order, say none."],
        GraphTask.CycleDetection => ["Is there a directed cycle? Answer yes or no.",
            "Can one leave some {2} and return to it along the edges? Answer yes or no.",
            "Does following the directions ever lead back to the start? Answer yes or no."],
        GraphTask.BipartiteCheck => ["Is the graph bipartite? Answer yes or no.",
            "Can the {3} be divided into two groups so that no edge stays inside a group? Answer yes or no.",
            "Are two colours enough to colour the {3} so that neighbours differ? Answer yes or no."],
        GraphTask.ComponentCount => ["How many connected components are there?", "Into how many separate parts do the {3} fall?",
            "Count the groups of {3} that are connected with each other. A {2} without neighbours is a group."],
        GraphTask.SpanningTreeWeight => ["What is the total {4} of a minimum spanning tree?",
            "What is the smallest total {4} of edges that connect all {3}?", "Choose edges that keep all {3} connected. How small can the sum of the {4} be?"],
        GraphTask.MaximumFlow => ["What is the maximum flow from {0} to {1}?", "How much can flow from {0} to {1} at most, within the capacities?",
            "Compute the largest amount that can be sent from {0} to {1}. No edge may carry more than its {4}."],
        GraphTask.StronglyConnectedComponents => ["How many strongly connected components are there?",
            "Two {3} belong together if each can reach the other. How many groups does this give?", "Count the strongly connected components of the graph."],
        GraphTask.Diameter => ["What is the diameter, counted in edges?", "How many edges apart are the two {3} that are farthest from each other?",
            "Find the largest number of edges on a shortest path between two {3}."],
        GraphTask.Neighbours => ["List the neighbours of {0}. Answer none if it has no neighbours.",
            "Which {3} are directly joined to {0}? If there are none, say none.",
            "Name every {2} that shares an edge with {0}, or none."],
        GraphTask.HamiltonianPath => ["Find a path that visits each {2} exactly once, or answer none.",
            "Is there a Hamiltonian path? Give one, or none.", "Give an order of all {3} in which neighbours in the order are joined by an edge, or none."],
        GraphTask.TriangleCount => ["How many triangles are there?", "How many sets of three {3} are joined pairwise?", "Count the triangles of the graph."],
        GraphTask.EulerianPath => ["Is there a walk that uses each edge exactly once? Answer yes or no.",
            "Does the graph have an Eulerian path? Answer yes or no.",
            "Can all edges be drawn in one stroke, without drawing one twice? Answer yes or no."],
        GraphTask.Bridges => ["List the bridges, or answer none.", "Which edges are the only way between their two ends? If there are none, say none.",
            "Name each edge whose removal would disconnect the {3} at its ends, or none."],
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
    };

    private sealed record Setting(
        string Noun, string Nouns, string[] Intros, string Undirected, string Directed, string Measure, Func<int, string> Name);
}
