namespace DataCuration;

/// <summary>One option of a scope of a recipe.</summary>
/// <param name="Name">The option's name, as its owner described it.</param>
/// <param name="Value">The value.</param>
/// <param name="Origin">For a hash: what it stands for; null if that is not known.</param>
internal sealed record RecipePart(string Name, string Value, ArtifactOrigin? Origin);
