namespace DataCuration.Synthesis;

/// <summary>A question about a graph.</summary>
/// <param name="Task">The task.</param>
/// <param name="Graph">The graph.</param>
/// <param name="Source">The first node that the question names; 0 if it names none.</param>
/// <param name="Target">The second node that the question names; 0 if it names fewer.</param>
internal sealed record GraphInstance(GraphTask Task, Graph Graph, int Source, int Target);
