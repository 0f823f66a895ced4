namespace DataCuration;

/// <summary>The distance of two vectors.</summary>
public enum VectorDistance
{
    /// <summary>One minus the cosine of the angle.</summary>
    Cosine,

    /// <summary>The square of the Euclidean distance.</summary>
    Euclidean,
}
