namespace DataCuration.Synthesis;

/// <summary>The annotations of graph problems.</summary>
public static class GraphAnnotations
{
    /// <summary>The task, such as <c>ShortestPath</c> (<see cref="GraphTask"/>).</summary>
    public static readonly AnnotationKey<string> Task = new("graph_task");

    /// <summary>The style, such as <c>Trace</c> (<see cref="GraphStyle"/>).</summary>
    public static readonly AnnotationKey<string> Style = new("graph_style");

    /// <summary>The number of nodes.</summary>
    public static readonly AnnotationKey<int> Nodes = new("graph_nodes");

    /// <summary>The number of edges.</summary>
    public static readonly AnnotationKey<int> Edges = new("graph_edges");

    /// <summary>The source's seed in decimal digits. With the number in the id it repeats the document.</summary>
    public static readonly AnnotationKey<string> Seed = new("graph_seed");

    /// <summary>The answer, as in the text's last line.</summary>
    public static readonly AnnotationKey<string> Answer = new("graph_answer");
}
