namespace DataCuration.Synthesis;

/// <summary>An entity that texts are generated about.</summary>
/// <param name="Name">The entity, such as <c>pulmonary embolism</c>.</param>
/// <param name="Documents">The number of documents that name it; at least 1.</param>
public sealed record TargetEntity(string Name, long Documents);
