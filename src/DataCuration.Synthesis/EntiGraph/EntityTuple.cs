namespace DataCuration.Synthesis;

/// <summary>A pair or triple of entities, by their indices in the document's list, in ascending order.</summary>
/// <param name="First">The first entity.</param>
/// <param name="Second">The second entity.</param>
/// <param name="Third">The third entity; -1 for a pair.</param>
internal readonly record struct EntityTuple(int First, int Second, int Third = -1)
{
    /// <summary>True for a pair.</summary>
    public bool IsPair => Third < 0;

    /// <summary>The kind, as in provenance and tasks.</summary>
    public string Kind => IsPair ? "pair" : "triple";

    /// <summary>Returns the names of the entities.</summary>
    public string[] Names(IReadOnlyList<string> entities) =>
        IsPair ? [entities[First], entities[Second]] : [entities[First], entities[Second], entities[Third]];
}
